// Compilers look for Symbol.metadata when a decorated class is evaluated, and otherwise fall back to exactly this symbol.
(Symbol as { metadata?: symbol }).metadata ??= Symbol.for("Symbol.metadata");

/**
 * The key under which a class keeps its metadata object (decorator metadata proposal).
 *
 * @internal
 */
export const metadataSymbol: symbol = (Symbol as { metadata?: symbol }).metadata as symbol;

/**
 * The key of what this package keeps for a class, equal in all copies of the package.
 *
 * @internal
 */
export const narthexSymbol: unique symbol = Symbol.for("narthex.metadata") as never;
