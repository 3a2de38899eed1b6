const symbols: { metadata?: symbol } = Symbol;

/**
 * Key of the metadata object of a class, as the decorator metadata proposal defines it.
 *
 * @internal
 */
export const metadataSymbol: symbol = symbols.metadata ?? Symbol.for("Symbol.metadata");

// Compilers read Symbol.metadata when a decorated class is evaluated. If it is absent, they use exactly this symbol or
// no metadata. `Symbol` cannot be extended under `node --frozen-intrinsics`.
if (Object.isExtensible(symbols)) symbols.metadata ??= metadataSymbol;

/**
 * Key of the metadata that this package stores for a class. It is the same in all copies of the package.
 *
 * @internal
 */
export const narthexSymbol: unique symbol = Symbol.for("narthex.metadata") as never;
