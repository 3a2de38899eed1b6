import { Histogram, Registry, timed } from "../../src/index.js";

type Method = (...args: never[]) => unknown;

/** The measurements of decorated methods. */
export interface Decorated extends Disposable {
  /** Returns the number of finished calls of each method, by name. */
  counts(): Promise<Record<string, number>>;
  /** Returns the number of instrumentation errors. */
  errors(): Promise<number>;
}

/** Decorates every own method of objects, with `until: "end"`, until the result is disposed. */
export function everyMethodOf(...objects: readonly object[]): Decorated {
  const registry = new Registry();
  const seconds = new Histogram({ name: "method_seconds", help: "Time.", labelNames: ["method"], registry });
  const former = objects.flatMap((object) =>
    methodsOf(object).map(([key, method]) => {
      const descriptor = Object.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
      const labels = { method: String(key) };
      Object.defineProperty(object, key, { ...descriptor, value: timed(seconds, method, { until: "end", labels }) });
      return { object, key, descriptor };
    }),
  );
  const metricsOf = async (name: string) => {
    using families = await registry.gather();
    return [...(families.find((family) => family.name === name)?.metrics ?? [])];
  };
  return {
    async counts() {
      const metrics = await metricsOf("method_seconds");
      return Object.fromEntries(
        metrics.map((metric) => [metric.labels["method"], "count" in metric ? metric.count : 0]),
      );
    },
    async errors() {
      return (await metricsOf("narthex_instrumentation_errors_total")).length;
    },
    [Symbol.dispose]() {
      for (const { object, key, descriptor } of former) Object.defineProperty(object, key, descriptor);
    },
  };
}

function methodsOf(object: object): [string | symbol, Method][] {
  return Reflect.ownKeys(object).flatMap((key) => {
    const { value, configurable } = Object.getOwnPropertyDescriptor(object, key) as PropertyDescriptor;
    const isMethod =
      typeof value === "function" && configurable === true && key !== "constructor" && !isConstructor(value);
    return isMethod ? [[key, value as Method] satisfies [string | symbol, Method]] : [];
  });
}

/** Whether a function is a constructor: a class, or a function whose prototype has methods, as in old packages. */
function isConstructor(fn: { prototype?: object }): boolean {
  return /^class\b/.test(String(fn)) || Object.keys(fn.prototype ?? {}).length > 0;
}
