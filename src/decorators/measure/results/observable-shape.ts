type Method = (this: unknown) => unknown;

/** Objects that were recognized as observables. Their methods may have changed since. */
const known = new WeakSet<object>();

/**
 * Returns the keys under which libraries exchange observables. Not every library defines the symbol, or defines it
 * early enough.
 *
 * @internal
 */
export function interchangeKeys(): readonly (string | symbol)[] {
  const { observable } = Symbol as { observable?: symbol };
  return observable === undefined ? ["@@observable"] : [observable, "@@observable"];
}

/**
 * Whether a value is an observable: whether it returns itself under an interchange key, or has the methods of an RxJS
 * observable. The `subscribe` method alone is not enough, because message clients, stores and routers have one with
 * other parameters.
 *
 * @internal
 */
export function isObservable(value: object): boolean {
  const methods = value as Record<string | symbol, unknown>;
  if (typeof methods["subscribe"] !== "function") return false;
  if (known.has(value)) return true;
  const interchange = interchangeKeys()
    .map((key) => methods[key])
    .find((method) => typeof method === "function");
  const isOne =
    interchange === undefined
      ? typeof methods["pipe"] === "function" && typeof methods["forEach"] === "function"
      : (interchange as Method).call(value) === value;
  if (isOne) known.add(value);
  return isOne;
}
