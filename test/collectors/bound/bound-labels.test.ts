import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CountCalls,
  Counter,
  Gauge,
  Histogram,
  Registry,
  render,
  StateSet,
  Summary,
  setClock,
} from "../../../src/index.js";

const labelNames = ["tenant", "route", "status"] as const;
const counter = () => new Counter({ name: "requests_total", help: "", labelNames, registry: null });

describe("withLabels", () => {
  test("returns a collector whose updates take the remaining labels", () => {
    const requests = counter();
    const acme = requests.withLabels({ tenant: "acme" });
    acme.inc({ route: "/", status: 200 });
    acme.inc({ status: 200, route: "/" }, 2);
    acme.labels({ route: "/", status: 500 }).inc();
    expect(requests.get({ tenant: "acme", route: "/", status: 200 })).toBe(3);
    expect(acme.get({ route: "/", status: "500" })).toBe(1);
    expect(acme.get({ route: "/cart", status: 200 })).toBeUndefined();
    expect(acme.labelNames).toEqual(["route", "status"]);
  });

  test("returns the same child as the collector with all labels", () => {
    const requests = counter();
    const child = requests.withLabels({ route: "/" }).labels({ tenant: "acme", status: 200 });
    expect(child).toBe(requests.labels({ tenant: "acme", route: "/", status: 200 }));
  });

  test("binds further labels, until updates take none", () => {
    const requests = counter();
    const bound = requests.withLabels({ status: 200 }).withLabels({ tenant: "acme" }).withLabels({ route: "/" });
    bound.inc();
    bound.inc(2);
    expect(bound.get()).toBe(3);
    expect(requests.get({ tenant: "acme", route: "/", status: 200 })).toBe(3);
  });

  test("creates no series before the first update, and registers nothing", async () => {
    const registry = new Registry();
    const requests = new Counter({ name: "requests_total", help: "", labelNames, registry });
    const bound = requests.withLabels({ tenant: "acme", route: "/" }).withLabels({ status: 200 });
    expect([...requests.series()]).toEqual([]);
    expect([...registry.collectors()]).toEqual([requests]);
    bound.inc();
    expect(Buffer.from((await render(registry)).body).toString()).toContain(
      'requests_total{tenant="acme",route="/",status="200"} 1',
    );
  });

  test("creates a removed series again", () => {
    const requests = counter();
    const bound = requests.withLabels({ tenant: "acme", route: "/", status: 200 });
    bound.inc(5);
    requests.clear();
    bound.inc();
    expect(bound.get()).toBe(1);
  });

  test("iterates over its own series, without the bound labels, and removes only those", () => {
    const requests = counter();
    const acme = requests.withLabels({ tenant: "acme" });
    acme.inc({ route: "/", status: 200 });
    acme.inc({ route: "/", status: 500 });
    acme.inc({ route: "/cart", status: 200 });
    requests.inc({ tenant: "other", route: "/", status: 200 });
    expect([...acme.series({ status: 200 })].map(({ labels, child }) => [labels, child.get()])).toEqual([
      [{ route: "/", status: "200" }, 1],
      [{ route: "/cart", status: "200" }, 1],
    ]);
    expect(acme.remove({ route: "/", status: 200 })).toBe(true);
    expect(acme.remove({ route: "/", status: 200 })).toBe(false);
    expect(acme.removeMatching({ status: 500 })).toBe(1);
    acme.clear();
    expect([...requests.series()].map(({ labels }) => labels.tenant)).toEqual(["other"]);
  });

  test("has the updates of gauges", () => {
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["a", "b"], registry: null });
    using _ = setClock({ now: () => 5000, monotonic: () => 0 });
    const some = gauge.withLabels({ a: 1 });
    some.set({ b: 1 }, 10);
    some.inc({ b: 1 });
    some.dec({ b: 1 }, 2);
    some.add({ b: 1 }, 4);
    some.sub({ b: 1 }, 8);
    some.setToCurrentTime({ b: 2 });
    const all = some.withLabels({ b: 3 });
    all.set(10);
    all.inc();
    all.dec(2);
    all.add(4);
    all.sub(8);
    expect([some.get({ b: 1 }), gauge.get({ a: 1, b: 2 }), all.get()]).toEqual([5, 5, 5]);
    all.setToCurrentTime();
    all.time(() => {});
    expect(all.get()).toBe(0);
  });

  test("has the updates and timers of histograms and summaries", async () => {
    const options = { help: "", labelNames: ["a", "b"], registry: null } as const;
    for (const collector of [new Histogram({ name: "h", ...options }), new Summary({ name: "s", ...options })]) {
      const some = collector.withLabels({ a: 1 });
      some.observe({ b: 2 }, 3);
      some.startTimer()({ b: 2 });
      some.startTimer({ b: 2 })();
      expect(await some.time({ b: 2 }, async () => "done")).toBe("done");
      const all = some.withLabels({ b: 2 });
      all.observe(4);
      all.startTimer()();
      expect(all.time(() => 7)).toBe(7);
      expect(collector.get({ a: 1, b: 2 })?.count).toBe(7);
    }
  });

  test("has the updates of state sets", () => {
    const states = new StateSet({ name: "s", help: "", states: ["on", "off"], labelNames: ["a", "b"], registry: null });
    const some = states.withLabels({ a: 1 });
    some.set({ b: 1 }, "off");
    expect(some.withLabels({ b: 1 }).get()).toBe("off");
    some.withLabels({ b: 1 }).set("on");
    expect(states.get({ a: 1, b: 1 })).toBe("on");
    expect(some.states).toEqual(["on", "off"]);
  });

  test("is accepted by decorators", () => {
    const requests = counter();
    class Shop {
      @CountCalls(requests.withLabels({ tenant: "acme", route: "/" }), { labels: { status: 200 } })
      open() {}
    }
    new Shop().open();
    expect(requests.get({ tenant: "acme", route: "/", status: 200 })).toBe(1);
  });

  test("rejects labels that are unknown, already bound or of a wrong value", () => {
    const requests = counter();
    const acme = requests.withLabels({ tenant: "acme" });
    const bind = (labels: unknown) => () => acme.withLabels(labels as never);
    expect(bind({ user: 1 })).toThrow('requests_total: unknown label "user". The remaining labels are route, status.');
    expect(bind({ tenant: "b" })).toThrow(
      'requests_total: label "tenant" is bound to "acme" by withLabels, so it must not be given again. The remaining labels are route, status.',
    );
    expect(bind({ route: null })).toThrow('requests_total: label "route" must be a string, number or boolean');
    expect(bind("route")).toThrow(
      'requests_total: the labels of withLabels must be an object of label values, but were "route".',
    );
  });

  test("rejects updates that repeat a bound label, or lack a remaining one", () => {
    const acme = counter().withLabels({ tenant: "acme" });
    expect(() => acme.inc({ tenant: "b", status: 200 } as never)).toThrow(
      'requests_total: label "tenant" is bound to "acme" by withLabels',
    );
    expect(() => acme.get({ tenant: "b", route: "/", status: 200 } as never)).toThrow('label "tenant" is bound');
    expect(() => acme.inc({ route: "/" } as never)).toThrow('requests_total: label "status" is missing.');
    expect(() => acme.inc(undefined as never)).toThrow("requests_total: label values must be an object");
    expect([...acme.series()]).toEqual([]);
  });

  test("folds values into otherValue as the collector does, and rejects others", () => {
    const schema = { method: ["GET", "PUT"], route: true } as const;
    const strict = new Counter({ name: "a_total", help: "", labelNames: schema, registry: null });
    expect(() => strict.withLabels({ method: "TRACE" } as never)).toThrow('label "method" must be one of GET, PUT');
    const folding = new Counter({
      name: "b_total",
      help: "",
      labelNames: schema,
      otherValue: "other",
      registry: null,
    });
    folding.withLabels({ method: "TRACE" as "GET" }).inc({ route: "/" });
    expect([...folding.series()].map(({ labels }) => labels)).toEqual([{ method: "other", route: "/" }]);
  });

  test("updates the same series as the collector, whatever is bound", () => {
    const value = fc.oneof(fc.constantFrom("a", "b", "1", ""), fc.nat(2), fc.boolean());
    const labels = fc.record({ tenant: value, route: value, status: value });
    fc.assert(
      fc.property(fc.array(fc.tuple(labels, fc.subarray([...labelNames])), { maxLength: 30 }), (updates) => {
        const [direct, bound] = [counter(), counter()];
        for (const [all, names] of updates) {
          const split = (isBound: boolean) =>
            Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name as never) === isBound));
          direct.inc(all);
          bound.withLabels(split(true) as never).inc(split(false) as never);
        }
        const shown = (one: Counter<typeof labelNames>) => [...one.series()].map((s) => [s.labels, s.child.get()]);
        expect(shown(bound)).toEqual(shown(direct));
      }),
    );
  });
});
