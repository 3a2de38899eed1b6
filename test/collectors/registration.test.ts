import { describe, expect, onTestFinished, test } from "vitest";
import { Counter, defaultRegistry, Gauge, onError, type Registerer, Registry } from "../../src/index.js";
import { countInstrumentationError, countUnmeasuredThenable, droppedUpdates } from "../../src/model/dropped-updates.js";

const names = async (registry: Registry) => (await registry.gather()).map(({ name }) => name);

describe("a new collector", () => {
  test("is in the default registry unless another one is given", async () => {
    const counter = new Counter({ name: "in_default_registry", help: "" });
    onTestFinished(() => void defaultRegistry.unregister(counter));
    new Counter({ name: "in_no_registry", help: "", registry: null });
    const registry = new Registry();
    new Counter({ name: "in_another_registry", help: "", registry });
    expect(await names(defaultRegistry)).toContain("in_default_registry_total");
    expect(await names(defaultRegistry)).not.toContain("in_no_registry_total");
    expect(await names(defaultRegistry)).not.toContain("in_another_registry_total");
    expect(await names(registry)).toEqual(["in_another_registry_total"]);
  });

  test("is a conflict with an existing one unless reuse is true", () => {
    const registry = new Registry();
    const options = { name: "g", help: "", registry };
    const first = new Gauge(options);
    expect(() => new Gauge(options)).toThrow("g: ");
    expect(() => new Gauge({ ...options, reuse: false })).toThrow("g: ");
    expect(new Gauge({ ...options, reuse: true })).toBe(first);
  });

  test("is itself with reuse when there is no other", async () => {
    const registry = new Registry();
    const gauge = new Gauge({ name: "g", help: "", registry, reuse: true });
    expect(await names(registry)).toEqual(["g"]);
    expect(new Gauge({ name: "g", help: "", registry: null, reuse: true })).not.toBe(gauge);
  });

  test("passes reuse to a registerer only if it is set", () => {
    const calls: unknown[][] = [];
    const register = (...args: unknown[]) => {
      calls.push(args.slice(1));
      return args[0];
    };
    const registry = { register } as unknown as Registerer;
    new Gauge({ name: "g", help: "", registry });
    new Gauge({ name: "g", help: "", registry, reuse: true });
    expect(calls).toEqual([[], [{ reuse: true }]]);
  });

  test("is not replaced by one that lacks a method of its class or of a base class", () => {
    class Doubling extends Gauge {
      [Symbol.for("double")]() {
        this.set((this.get() ?? 0) * 2);
      }
    }
    class Child extends Doubling {}
    const registry = new Registry();
    new Gauge({ name: "g", help: "", registry });
    expect(() => new Child({ name: "g", help: "", registry, reuse: true })).toThrow(
      "g: cannot reuse the existing collector, because the existing one has no method Symbol(double). Use another name, or give both the same definition.",
    );
  });
});

describe("a live collector", () => {
  test("counts an error of a decorator, and reports the first with its name", () => {
    const incidents: unknown[] = [];
    onError(({ message }, incident) => incidents.push({ message, ...incident }));
    onTestFinished(() => void onError(undefined));
    const counter = new Counter({ name: "c", help: "", registry: null });
    expect(counter[droppedUpdates]()).toEqual({ overflow: 0, instrumentation: 0, exemplars: 0, thenables: 0 });
    for (const message of ["first", "second"]) counter[countInstrumentationError](new Error(message));
    counter[countUnmeasuredThenable]();
    expect(counter[droppedUpdates]()).toEqual({ overflow: 0, instrumentation: 2, exemplars: 0, thenables: 1 });
    expect(incidents).toEqual([{ message: "first", source: "c_total", code: "NARTHEX_LOST_UPDATE" }]);
  });

  test("is pristine as long as all of its values are 0", () => {
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["x"], registry: null });
    expect(gauge.isPristine()).toBe(true);
    for (let x = 0; x < 300; x++) gauge.labels({ x });
    expect(gauge.isPristine()).toBe(true);
    gauge.inc({ x: 299 });
    expect(gauge.isPristine()).toBe(false);
    gauge.dec({ x: 299 });
    gauge.inc({ x: 0 });
    expect(gauge.isPristine()).toBe(false);
    gauge.clear();
    expect(gauge.isPristine()).toBe(true);
  });
});
