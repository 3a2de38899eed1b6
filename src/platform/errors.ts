/** The error classes of the language and of WebAssembly. Each realm has its own. */
const builtIn: ReadonlySet<string> = new Set([
  "Error",
  "AggregateError",
  "CompileError",
  "EvalError",
  "LinkError",
  "RangeError",
  "ReferenceError",
  "RuntimeError",
  "SuppressedError",
  "SyntaxError",
  "TypeError",
  "URIError",
]);

/**
 * Returns the name of the built-in error class with this prototype, in any realm, or `undefined` if the class is not
 * built-in.
 *
 * @internal
 */
export function builtInErrorName(prototype: object): string | undefined {
  const type: unknown = ownValue(prototype, "constructor");
  if (typeof type !== "function" || type.prototype !== prototype) return undefined;
  const { name } = type;
  if (name === "DOMException") return isDomException(prototype) ? name : undefined;
  return builtIn.has(name) && isNative(type) ? name : undefined;
}

/**
 * Whether a value inherits from the built-in error class of this name, in any realm. Jest runs each test file in its
 * own realm, so that the `TypeError` of a test differs from the one that Node.js throws.
 *
 * @internal
 */
export function inheritsFromBuiltIn(value: unknown, name: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  for (let next = Object.getPrototypeOf(value); next !== null; next = Object.getPrototypeOf(next)) {
    if (builtInErrorName(next) === name) return true;
  }
  return false;
}

/**
 * Whether a value is an error of any realm.
 *
 * @internal
 */
export function isError(value: unknown): value is Error {
  return value instanceof Error || inheritsFromBuiltIn(value, "Error");
}

/**
 * Returns a thrown value if it is an error of any realm, or else wraps it in one.
 *
 * @internal
 */
export function asError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown), { cause: thrown });
}

/** Platforms implement this class in JavaScript. Its prototype has the constants that Web IDL defines. */
function isDomException(prototype: object): boolean {
  return ownValue(prototype, "ABORT_ERR") === 20 && ownValue(prototype, Symbol.toStringTag) === "DOMException";
}

function isNative(fn: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn));
}

function ownValue(target: object, key: string | symbol): unknown {
  return Object.getOwnPropertyDescriptor(target, key)?.value;
}
