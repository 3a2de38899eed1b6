import { builtIn } from "./built-in.js";
import { clearTimeout, setTimeout } from "./timers.js";

/**
 * `Symbol.dispose`, or the corresponding symbol of Node.js if the global `Symbol` lacks it, as in the contexts in which
 * Jest 29 runs tests. Use it instead of `Symbol.dispose`.
 */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? /* @__PURE__ */ symbolNamed("dispose", timer);

/** `Symbol.asyncDispose`, found like {@link dispose}. */
export const asyncDispose: typeof Symbol.asyncDispose =
  Symbol.asyncDispose ?? /* @__PURE__ */ symbolNamed("asyncDispose", () => builtIn("node:stream").Readable.prototype);

/** Returns the symbol of this name among the keys of an object of Node.js and of its prototype. */
function symbolNamed<S extends symbol>(name: string, nodeObject: () => object): S {
  const object = nodeObject();
  const keys = [object, Object.getPrototypeOf(object) as object].flatMap(Object.getOwnPropertySymbols);
  // Node.js calls it "nodejs.dispose" if V8 lacks it.
  const found = keys.find(({ description }) => description?.split(".").at(-1) === name);
  return (found ?? Symbol.for(`narthex.${name}`)) as S;
}

function timer(): object {
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  return timer;
}
