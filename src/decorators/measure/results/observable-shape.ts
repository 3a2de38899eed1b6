type Method = (this: unknown) => unknown;

/** Those that were found to be observables; they may have been given other methods since. */
const known = new WeakSet<object>();

/**
 * The keys under which libraries exchange observables. Not everybody defines the symbol, or defines it in time.
 *
 * @internal
 */
export function interchangeKeys(): readonly (string | symbol)[] {
  const { observable } = Symbol as { observable?: symbol };
  return observable === undefined ? ["@@observable"] : [observable, "@@observable"];
}

/**
 * Whether a value is an observable: it gives itself to other libraries as one, or has the methods that RxJS gives it. Message
 * clients, stores and routers have a `subscribe`, too, which takes other arguments.
 *
 * @internal
 */
export function isObservable(value: object): boolean {
  const methods = value as Record<string | symbol, unknown>;
  if (typeof methods["subscribe"] !== "function") return false;
  if (known.has(value)) return true;
  const give = interchangeKeys()
    .map((key) => methods[key])
    .find((method) => typeof method === "function");
  const isOne =
    give === undefined
      ? typeof methods["pipe"] === "function" && typeof methods["forEach"] === "function"
      : (give as Method).call(value) === value;
  if (isOne) known.add(value);
  return isOne;
}
