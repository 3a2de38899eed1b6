import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Counter,
  counter,
  Gauge,
  Histogram,
  Info,
  type MetricFamily,
  type OptionalLabelValue,
  onError,
  Registry,
  StateSet,
  Summary,
} from "../../src/index.js";

type Given = Readonly<Record<string, OptionalLabelValue>>;

const requests = { name: "requests_total", help: "Requests.", registry: null } as const;

/** The ways to say that a label is absent, and values. */
const optionalValue = fc.constantFrom<OptionalLabelValue | "omitted">("omitted", undefined, null, "", "a", "b", 1, "1");

/** Label values of a counter with the labels `method`, `tenant?` and `zone?`, in any order. */
const given: fc.Arbitrary<Given> = fc
  .record({ method: fc.constantFrom("GET", "POST"), tenant: optionalValue, zone: optionalValue })
  .chain((values) => fc.shuffledSubarray(Object.entries(values), { minLength: 3 }))
  .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== "omitted")));

/** The labels that a series has. */
function present(labels: Given): Readonly<Record<string, string>> {
  const names = ["method", "tenant", "zone"].filter((name) => (labels[name] ?? "") !== "");
  return Object.fromEntries(names.map((name) => [name, String(labels[name])]));
}

function seriesOf(of: Counter<["method", "tenant?", "zone?"]>) {
  return [...of.series()].map(({ labels, child }) => [labels, child.get()] as const);
}

describe("an optional label", () => {
  test("that is absent, undefined, null or empty is the same in every update and every query", () => {
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 30 }), fc.nat(), (updates, chosen) => {
        const events = new Counter({ ...requests, labelNames: ["method", "tenant?", "zone?"] });
        const model = new Map<string, number>();
        for (const [i, labels] of updates.entries()) {
          const key = JSON.stringify(present(labels));
          if (i % 2 === 0) events.inc(labels as never);
          else events.labels(labels as never).inc();
          model.set(key, (model.get(key) ?? 0) + 1);
        }
        const expected = [...model].map(([key, total]) => [JSON.parse(key), total]);
        expect(seriesOf(events)).toEqual(expected);
        expect(updates.map((labels) => events.get(labels as never))).toEqual(
          updates.map((labels) => model.get(JSON.stringify(present(labels)))),
        );
        const removed = updates[chosen % updates.length] as Given;
        expect([events.remove(removed as never), events.remove(removed as never)]).toEqual([true, false]);
        expect(seriesOf(events)).toEqual(
          expected.filter(([labels]) => JSON.stringify(labels) !== JSON.stringify(present(removed))),
        );
      }),
    );
  });

  test("is bound as it is given, and may be absent among the others", () => {
    fc.assert(
      fc.property(given, fc.subarray(["method", "tenant", "zone"]), (labels, names) => {
        const events = new Counter({ ...requests, labelNames: ["method", "tenant?", "zone?"] });
        const bound = Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name)));
        const others = Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
        const child = events.withLabels(bound as never) as unknown as Counter<["method", "tenant?", "zone?"]>;
        for (let i = 0; i < 2; i++) child.inc(others as never);
        expect(seriesOf(events)).toEqual([[present(labels), 2]]);
        const rest = Object.entries(present(labels)).filter(([name]) => !Object.hasOwn(bound, name));
        expect([...child.series()].map((one) => one.labels)).toEqual([Object.fromEntries(rest)]);
        expect(child.get(others as never)).toBe(2);
      }),
    );
  });

  test.each([
    [{ method: "GET" }, { method: "POST" }],
    [{ method: "GET" }, { method: "GET" }],
    [{ tenant: "acme" }, { method: "GET", tenant: "other" }],
    [{ tenant: undefined }, { method: "GET", tenant: "acme" }],
  ])("allows no bound label to be given again: %o, then %o", (bound, others) => {
    const events = new Counter({ ...requests, labelNames: ["method", "tenant?"] });
    for (const method of ["GET", "POST"])
      for (const tenant of [undefined, "acme", "other"]) events.inc({ method, tenant });
    const before = seriesOf(events as never);
    expect(() => events.withLabels(bound as never).inc(others as never)).toThrow("is bound");
    expect(seriesOf(events as never)).toEqual(before);
  });

  test("is reported as absent if it was bound so and is given again", () => {
    const events = new Counter({ ...requests, labelNames: ["method", "tenant?"] });
    const bound = events.withLabels({ tenant: undefined });
    expect(() => bound.inc({ method: "GET", tenant: "acme" } as never)).toThrow(
      'label "tenant" is bound as absent by withLabels, so it must not be given again.',
    );
  });

  test.each([[undefined], [null], [""]])("that is %o selects the series without the label", (tenant) => {
    const events = new Counter({ ...requests, labelNames: ["method", "tenant?"] });
    events.inc({ method: "GET" });
    events.inc({ method: "POST" });
    events.inc({ method: "GET", tenant: "acme" });
    expect([...events.series({ tenant })].map(({ labels }) => labels)).toEqual([{ method: "GET" }, { method: "POST" }]);
    expect(events.removeMatching({ tenant })).toBe(2);
    expect([...events.series()].map(({ labels }) => labels)).toEqual([{ method: "GET", tenant: "acme" }]);
  });

  test("may be the only label", () => {
    const events = new Counter({ ...requests, labelNames: ["tenant?"] });
    events.inc({});
    events.inc({ tenant: undefined }, 2);
    events.inc({ tenant: "acme" }, 4);
    expect([events.get({}), events.get({ tenant: null }), events.get({ tenant: "acme" })]).toEqual([3, 3, 4]);
  });

  test("may have declared values, and an absent one is not replaced by otherValue", () => {
    const options = { ...requests, labelNames: { "zone?": ["eu", "us"] } } as const;
    expect(() => new Counter(options).inc({ zone: "asia" } as never)).toThrow(
      'requests_total: label "zone" must be one of eu, us, but was "asia".',
    );
    const events = new Counter({ ...options, otherValue: "other" });
    for (const zone of ["eu", undefined, null, "", "asia"]) events.inc({ zone } as never);
    expect([...events.series()].map(({ labels, child }) => [labels.zone, child.get()])).toEqual([
      ["eu", 1],
      [undefined, 3],
      ["other", 1],
    ]);
  });

  test("is not a label of the name with its mark", () => {
    const events = new Counter({ ...requests, labelNames: ["method", "tenant?"] });
    expect(events.labelNames).toEqual(["method", "tenant"]);
    expect(() => events.inc({ method: "GET", "tenant?": "acme" } as never)).toThrow('unknown label "tenant?"');
  });

  test("may have a name that ends in a question mark", () => {
    const events = new Counter({ ...requests, labelNames: ["open??"], nameValidation: "utf8" });
    events.inc({ "open?": true });
    events.inc({});
    expect([...events.series()].map(({ labels }) => labels)).toEqual([{ "open?": "true" }, {}]);
  });

  test("may have the name of a property that all objects have", () => {
    const events = new Counter({ ...requests, labelNames: ["constructor?", "toString?"] });
    events.inc({} as never);
    events.inc({} as never);
    events.inc({ toString: "a" } as never);
    expect([...events.series()].map(({ labels, child }) => [labels, child.get()])).toEqual([
      [{}, 2],
      [{ toString: "a" }, 1],
    ]);
  });

  test("does not hide a label that is unknown", () => {
    const events = new Counter({ ...requests, labelNames: ["method", "tenant?"] });
    events.inc({ method: "GET" });
    for (const wrong of [{ method: "GET", tennant: "acme" }, { tenant: "acme" }, { method: "GET", tenant: {} }])
      expect(() => events.inc(wrong as never)).toThrow(TypeError);
    const acme = events.withLabels({ method: "GET" });
    expect(() => acme.inc({ tennant: "acme" } as never)).toThrow('requests_total: unknown label "tennant"');
  });

  test.each([[undefined], [null], [5], ["a"], [[]]])("does not make %o label values", (wrong) => {
    const events = new Counter({ ...requests, labelNames: ["tenant?"] });
    events.inc({});
    expect(() => events.inc(wrong as never)).toThrow("requests_total: labels must be an object with the labels tenant");
  });

  test("gets __overflow__ beyond maxSeries", () => {
    const events = new Counter({ ...requests, labelNames: ["method", "tenant?"], maxSeries: 1 });
    events.inc({ method: "GET" });
    events.inc({ method: "POST" });
    expect([...events.series()].map(({ labels }) => labels)).toEqual([
      { method: "GET" },
      { method: "__overflow__", tenant: "__overflow__" },
    ]);
  });
});

test("a label that is not optional must have a value", () => {
  const events = new Counter({ ...requests, labelNames: ["method", "tenant?"] });
  for (const method of [undefined, null]) {
    expect(() => events.inc({ method, tenant: "acme" } as never)).toThrow(
      'The labels are method, tenant. Declare it as "method?" if it may be absent.',
    );
  }
});

describe("a definition", () => {
  test.each([
    [["?"], "must contain only non-empty strings"],
    [["a", "a?"], "must contain each label once"],
    [["a b?"], 'must consist of letters, digits and "_"'],
    [["__a?"], 'must not start with "__"'],
    [["le?"], 'must not be "le"'],
    [{ "a?": [] }, "must be true or a list of the values that it may take"],
  ])("rejects the labels %j", (labelNames, rule) => {
    expect(() => counter({ name: "c", help: "", labelNames: labelNames as never })).toThrow(rule);
  });

  test("differs from one in which the label is not optional", () => {
    const registry = new Registry();
    const options = { ...requests, registry, reuse: true } as const;
    const first = new Counter({ ...options, labelNames: ["method", "tenant?"] });
    expect(new Counter({ ...options, labelNames: ["method", "tenant?"] })).toBe(first);
    expect(() => new Counter({ ...options, labelNames: ["method", "tenant"] })).toThrow(
      "requests_total: the name is already registered in this registry with labelNames.tenant true or absent, not true.",
    );
  });
});

describe("absent labels are left out of the family of", () => {
  const options = { name: "m", help: "", labelNames: ["method", "tenant?"], registry: null } as const;
  const labels = { method: "GET" };
  const families: Readonly<Record<string, () => readonly MetricFamily[]>> = {
    "a gauge": () => {
      const gauge = new Gauge(options);
      gauge.set(labels, 1);
      return gauge.collect() as readonly MetricFamily[];
    },
    "a histogram": () => {
      const histogram = new Histogram(options);
      histogram.time(labels, () => {});
      return histogram.collect() as readonly MetricFamily[];
    },
    "a native histogram": () => {
      const histogram = new Histogram({ ...options, native: true });
      histogram.observe(labels, 1, { exemplar: { trace_id: "1" } });
      return histogram.collect() as readonly MetricFamily[];
    },
    "a summary": () => {
      const summary = new Summary({ ...options, quantiles: { 0.5: 0.05 } });
      summary.startTimer()(labels);
      return summary.collect() as readonly MetricFamily[];
    },
    "a state set": () => {
      const states = new StateSet({ ...options, states: ["on", "off"] });
      states.set(labels, "on");
      return states.collect() as readonly MetricFamily[];
    },
    "a counter with a collect function": () =>
      new Counter({
        ...options,
        collect: () => [{ labels: { method: "GET", tenant: null }, value: 1 }],
      }).collect() as readonly MetricFamily[],
  };

  test.each(Object.entries(families))("%s", (_, collect) => {
    expect(collect().flatMap(({ metrics }) => [...metrics].map((metric) => metric.labels))).toEqual([labels]);
  });

  test("an info", () => {
    const info = new Info({ name: "build_info", help: "", labelNames: ["version", "commit?"], registry: null });
    info.set({ version: "1", commit: undefined });
    expect(info.get()).toEqual({ version: "1" });
  });
});

test("a collect function must not return a series without the label and one with an empty label", async () => {
  const registry = new Registry();
  const errors: string[] = [];
  using _ = onError((error) => errors.push(String(error)));
  const collect = () => [{ value: 1 }, { labels: { tenant: "" }, value: 2 }];
  new Counter({ ...requests, registry, labelNames: ["tenant?"], collect });
  using families = await registry.gather();
  expect([...families]).toEqual([]);
  expect(errors).toEqual([expect.stringContaining("requests_total: two series have the labels {}.")]);
});

test("an info without declared facts takes a name that ends in a question mark as it is", () => {
  const info = new Info({ name: "build_info", help: "", registry: null, nameValidation: "utf8" });
  info.set({ "dirty?": "no" });
  expect(info.get()).toEqual({ "dirty?": "no" });
});
