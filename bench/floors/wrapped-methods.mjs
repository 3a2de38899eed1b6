/** Does the least that declaring needs: keeps frozen options, and puts a wrapper with the name and length of the method in its place. */
export function wrapMethod(prototype, key, options) {
  for (const one of options) {
    const fn = prototype[key];
    const kept = Object.freeze(Object.assign({}, one));
    const wrapper = {
      [key]() {
        if (kept.name === "") throw new Error("a name is missing");
        // biome-ignore lint/complexity/noArguments: engines hand it on without making an object of it
        return fn.apply(this, arguments);
      },
    }[key];
    Object.defineProperty(wrapper, "length", { value: fn.length, configurable: true });
    Object.defineProperty(prototype, key, { value: wrapper, writable: true, configurable: true });
  }
}
