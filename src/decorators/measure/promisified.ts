import type { AnyFunction } from "../instrumentation/dialect.js";

/**
 * The property under which a function keeps the one that `util.promisify` gives for it. Copied as it is, it would lead past the
 * wrapper.
 *
 * @param property - the original's
 * @param wrap - wraps what is there
 * @returns the wrapper's
 * @internal
 */
export function promisified(property: PropertyDescriptor, wrap: (fn: AnyFunction) => AnyFunction): PropertyDescriptor {
  const { value, get } = property;
  if (typeof value === "function") return { ...property, value: wrap(value) };
  if (get === undefined) return property;
  // Node.js loads what some of its functions have there when it is first asked for.
  const wrappers = new WeakMap<AnyFunction, AnyFunction>();
  return {
    ...property,
    get() {
      const fn: unknown = get.call(this);
      if (typeof fn !== "function") return fn;
      const wrapper = wrappers.get(fn as AnyFunction) ?? wrap(fn as AnyFunction);
      wrappers.set(fn as AnyFunction, wrapper);
      return wrapper;
    },
  };
}
