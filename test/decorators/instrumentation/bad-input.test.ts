import { describe, expect, test } from "vitest";
import {
  bind,
  bindAll,
  CountCalls,
  CountExceptions,
  Counter,
  counter,
  gauge,
  histogram,
  Info,
  InProgress,
  Instrumented,
  countCalls as narthexCountCalls,
  timed as narthexTimed,
  Registry,
  Timer,
} from "../../../src/index.js";

/** A decorator as JavaScript code can call it. */
type Loose = (...args: unknown[]) => (...args: unknown[]) => unknown;
const [timer, inProgress, exceptions, calls, instrumented] = [
  Timer,
  InProgress,
  CountExceptions,
  CountCalls,
  Instrumented,
] as unknown as Loose[] as [Loose, Loose, Loose, Loose, Loose];

const time = histogram({ name: "time_seconds", help: "", labelNames: ["tier", "kind"] });
const size = gauge({ name: "size", help: "" });
const total = counter({ name: "all_total", help: "" });
const liveTotal = new Counter({ name: "live_total", help: "", registry: null });
const info = new Info({ name: "build_info", help: "", registry: null });

describe("a decorator rejects", () => {
  const cases: readonly [string, () => unknown, string][] = [
    [
      "a spec of another kind",
      () => exceptions(size),
      "@CountExceptions: the collector must be a counter, but was the gauge size.",
    ],
    [
      "a live collector of another kind",
      () => timer(liveTotal),
      "@Timer: the collector must be a histogram, a summary or a gauge, but was the counter live_total.",
    ],
    [
      "a collector of a kind that no decorator accepts",
      () => inProgress(info),
      "@InProgress: the collector must be a gauge, but was the info build_info.",
    ],
    [
      "a string instead of a collector",
      () => calls("calls", {}),
      "@CountCalls: the collector must be a counter, as a spec or a live one, but was",
    ],
    [
      "a string instead of options",
      () => calls("calls"),
      '@CountCalls: the collector must be a counter, as a spec or a live one, but was "calls".',
    ],
    [
      "options instead of a collector",
      () => calls({ class: "x" }, {}),
      "@CountCalls: the collector must be a counter, as a spec or a live one, but was {",
    ],
    ["null", () => calls(null), "@CountCalls: the collector must be a counter, as a spec or a live one, but was null."],
    [
      "use without parentheses",
      () => timer(() => {}, { kind: "method" }),
      "@Timer: the first argument must be a collector or options, but was a function. Write @Timer() with parentheses.",
    ],
    [
      "use without parentheses in the legacy dialect",
      () => timer({}, "method", {}),
      "Write @Timer() with parentheses.",
    ],
    [
      "an unknown option",
      () => timer(time, { labels: { tier: 1, kind: 2 }, lables: 1 }),
      '@Timer: unknown option "lables". The options are labels, exemplar, when, until, class, classOf.',
    ],
    ["an option of another decorator", () => timer({ only: Error }), '@Timer: unknown option "only"'],
    ["missing labels", () => timer(time), '@Timer: labels must set "tier".'],
    [
      "a missing label",
      () => timer(time, { labels: { tier: 1 } }),
      '@Timer: labels must set "kind". The labels of time_seconds are tier, kind.',
    ],
    [
      "an extra label",
      () => timer(time, { labels: { tier: 1, kind: 1, zone: 1 } }),
      '@Timer: unknown label "zone". The labels of time_seconds are tier, kind.',
    ],
    [
      "labels for a collector without labels",
      () => calls(total, { labels: { zone: 1 } }),
      '@CountCalls: unknown label "zone". The labels of all_total are none.',
    ],
    [
      "a labels function for a collector without labels",
      () => calls(total, { labels: () => ({}) }),
      "@CountCalls: labels must be omitted for all_total, which has no labels.",
    ],
    [
      "labels that are not an object",
      () => timer(time, { labels: "gold" }),
      '@Timer: labels must be an object or a function of the call, but was "gold".',
    ],
    [
      "labels that are null",
      () => timer(time, { labels: null }),
      "@Timer: labels must be an object or a function of the call, but was null.",
    ],
    [
      "labels for a shared family",
      () => calls({ labels: { class: "x" } }),
      "@CountCalls: labels must be omitted for the shared family, which has its own labels. Pass a collector to choose labels.",
    ],
    [
      "an option when that is not a function",
      () => calls({ when: true }),
      "@CountCalls: when must be a function of the call, but was true.",
    ],
    [
      "an exemplar for a gauge",
      () => timer(size, { exemplar: () => ({}) }),
      "@Timer: exemplar must be omitted for the gauge size, because gauges have no exemplars.",
    ],
    [
      "an unknown value of until",
      () => timer({ until: "forever" }),
      '@Timer: until must be "end" or "callback", but was "forever".',
    ],
    [
      "a filter that is a string",
      () => exceptions({ only: "PaymentError" }),
      '@CountExceptions: only must be an error class, a function of the error, or a list of them, but was "PaymentError".',
    ],
    [
      "an empty filter",
      () => exceptions({ except: [] }),
      "@CountExceptions: except must be an error class, a function of the error, or a list of them, but was [].",
    ],
    [
      "a class that does not extend Error in a filter",
      () => exceptions({ only: [Map, class Thing {}] }),
      "@CountExceptions: only must contain only classes that extend Error, but contained Thing. Pass a function of the error instead.",
    ],
    [
      "an invalid spec that was written by hand",
      () => calls({ kind: "counter", name: "0", help: "" }),
      '"0": name must consist',
    ],
    ["options that are not an object", () => calls(total, "x"), '@CountCalls: options must be an object, but was "x".'],
  ];

  test.each(cases)("%s", (_, decorate, message) => {
    expect(decorate).toThrow(message);
  });
});

describe("a decorator cannot be applied to", () => {
  const message = (member: string, what: string) =>
    `@CountCalls: "${member}" is ${what}, which has no calls to measure. Decorate a method or a class.`;
  const cases: readonly [string, readonly unknown[], string][] = [
    ["a field", [undefined, { kind: "field", name: "one" }], message("one", "a field")],
    ["an accessor", [{}, { kind: "accessor", name: "one" }], message("one", "an accessor")],
    ["a getter", [() => {}, { kind: "getter", name: "one" }], message("one", "a getter")],
    ["a setter", [() => {}, { kind: "setter", name: "one" }], message("one", "a setter")],
    ["a legacy field", [{}, "one", undefined], message("one", "a field")],
    ["a legacy getter", [{}, "one", { get: () => 1 }], message("one", "an accessor")],
    ["a legacy value", [{}, "one", { value: 1 }], message("one", "a field")],
    ["a parameter", [{}, "one", 0], message("one", "a parameter")],
    ["a parameter of a constructor", [class {}, undefined, 0], message("constructor", "a parameter")],
    ["a constructor", [{}, "constructor", { value: class {} }], message("constructor", "a constructor")],
    ["a key that is null", [{}, null], message("null", "a field")],
    ["nothing", [{}], "@CountCalls: must decorate a method or a class."],
  ];

  test.each(cases)("%s", (_, target, text) => {
    const decorate = () => calls()(...target);
    expect(decorate).toThrow(TypeError);
    expect(decorate).toThrow(text);
  });
});

describe("@Instrumented rejects", () => {
  const cases: readonly [string, () => unknown, string][] = [
    ["use without parentheses", () => instrumented(class {}), "Write @Instrumented() with parentheses."],
    [
      "an unknown option",
      () => instrumented({ prefix: "x" }),
      '@Instrumented: unknown option "prefix". The options are name, classOf, registry, namespace, subsystem, constLabels, exclude.',
    ],
    ["an empty name", () => instrumented({ name: "" }), '@Instrumented: name must be a non-empty string, but was "".'],
    [
      "an object that is not a registry",
      () => instrumented({ registry: {} }),
      "@Instrumented: registry must be a Registry, but was {}.",
    ],
    [
      "an option exclude that is not a list",
      () => instrumented({ exclude: "toString" }),
      '@Instrumented: exclude must be a list of method names, but was "toString".',
    ],
    [
      "a method",
      () => instrumented()({}, "pay", { value: () => {} }),
      "@Instrumented: must decorate a class, but decorates the method pay.",
    ],
    [
      "an invalid namespace",
      () =>
        instrumented({ namespace: "0 shop" })(
          class {
            pay() {}
          },
        ),
      "0 shop",
    ],
  ];

  test.each(cases)("%s", (_, decorate, message) => {
    expect(decorate).toThrow(message);
  });
});

describe("a function such as timed or countCalls rejects", () => {
  const timed = narthexTimed as unknown as (...args: unknown[]) => unknown;
  const countCalls = narthexCountCalls as unknown as (...args: unknown[]) => unknown;
  const cases: readonly [string, () => unknown, string][] = [
    ["a class", () => timed(size, class {}), "timed: the second argument must be a function and not a class, but was"],
    [
      "what is no function",
      () => countCalls(total, 5),
      "countCalls: the second argument must be a function and not a class, but",
    ],
    [
      "a collector of another kind",
      () => countCalls(size, () => {}),
      "countCalls: the collector must be a counter, but was the gauge size.",
    ],
    ["no collector", () => countCalls(undefined, () => {}), "countCalls: the collector must be a counter"],
    ["an unknown option", () => timed(size, () => {}, { label: {} }), 'timed: unknown option "label". The options are'],
  ];

  test.each(cases)("%s", (_, wrap, message) => {
    expect(wrap).toThrow(TypeError);
    expect(wrap).toThrow(message);
  });
});

describe("bind rejects", () => {
  class Service {}
  const registry = new Registry();
  const cases: readonly [string, () => unknown, string][] = [
    [
      "null",
      () => bind(null as never, registry),
      "bind: the target must be a class or an instance of one, but was null.",
    ],
    [
      "a string",
      () => bind("Service" as never, registry),
      'bind: the target must be a class or an instance of one, but was "Service".',
    ],
    [
      "an object without a class",
      () => bind(Object.create(null), registry),
      "bind: the target must be a class or an instance of one, but was {}.",
    ],
    [
      "undefined instead of a registry",
      () => bind(Service, undefined as never),
      "bind: the registry for Service must be a Registry, but was undefined.",
    ],
    [
      "what is no list",
      () => bindAll(Service as never, registry),
      "bindAll: the targets must be a list of classes and instances",
    ],
  ];

  test.each(cases)("%s", (_, binding, message) => {
    expect(binding).toThrow(TypeError);
    expect(binding).toThrow(message);
  });
});
