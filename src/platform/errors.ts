/** The error classes of the language and of WebAssembly, which each realm has for itself. */
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
 * The name of the built-in error class that has this prototype, in any realm; `undefined` when the class is somebody's own,
 * whatever its name.
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
 * Whether a value inherits from the built-in error class of this name, in any realm. A test runner that gives each file its own
 * realm, as Jest does, has one `TypeError` for the tests and another for what Node.js itself throws.
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
 * Whether a value is an error, of any realm.
 *
 * @internal
 */
export function isError(value: unknown): value is Error {
  return value instanceof Error || inheritsFromBuiltIn(value, "Error");
}

/**
 * What was thrown, as an error: itself if it is one, of any realm.
 *
 * @internal
 */
export function asError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown), { cause: thrown });
}

/** Platforms write this class in JavaScript. Its prototype carries the constants that Web IDL defines. */
function isDomException(prototype: object): boolean {
  return ownValue(prototype, "ABORT_ERR") === 20 && ownValue(prototype, Symbol.toStringTag) === "DOMException";
}

function isNative(fn: object): boolean {
  return /\{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(fn));
}

function ownValue(target: object, key: string | symbol): unknown {
  return Object.getOwnPropertyDescriptor(target, key)?.value;
}
