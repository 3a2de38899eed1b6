const symbols: { metadata?: symbol } = Symbol;

/**
 * The key under which a class keeps its metadata object (decorator metadata proposal).
 *
 * @internal
 */
export const metadataSymbol: symbol = symbols.metadata ?? Symbol.for("Symbol.metadata");

// Compilers look for Symbol.metadata when a decorated class is evaluated, and otherwise fall back to exactly this symbol or do
// without. `Symbol` cannot be extended under `node --frozen-intrinsics`.
if (Object.isExtensible(symbols)) symbols.metadata ??= metadataSymbol;

/**
 * The key of what this package keeps for a class, equal in all copies of the package.
 *
 * @internal
 */
export const narthexSymbol: unique symbol = Symbol.for("narthex.metadata") as never;
