import type { AnyFunction } from "../instrumentation/dialect.js";

/**
 * Wraps the property in which a function stores what `util.promisify` returns for it. A plain copy of the property
 * would bypass the wrapper.
 *
 * @param property - the property of the original function
 * @param wrap - wraps the function in the property
 * @returns the property of the wrapper
 * @internal
 */
export function promisified(property: PropertyDescriptor, wrap: (fn: AnyFunction) => AnyFunction): PropertyDescriptor {
  const { value, get } = property;
  if (typeof value === "function") return { ...property, value: wrap(value) };
  if (get === undefined) return property;
  // Some functions of Node.js load the value when the property is first read.
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
