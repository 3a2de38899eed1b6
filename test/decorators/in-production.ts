const former = process.env["NODE_ENV"];

/** Sets `NODE_ENV` to `production` until it is disposed. */
export function inProduction(): Disposable {
  process.env["NODE_ENV"] = "production";
  return {
    [Symbol.dispose]() {
      if (former === undefined) delete process.env["NODE_ENV"];
      else process.env["NODE_ENV"] = former;
    },
  };
}
