import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reportOnce } from "../../src/globals/error-listener.js";
import { type Collector, Counter, Gauge, onError, Registry } from "../../src/index.js";
import { countInstrumentationError } from "../../src/model/dropped-updates.js";

const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
beforeEach(() => void warned.mockClear());
afterEach(() => onError(undefined));

const messages = () => warned.mock.calls.map(([message]) => message);

async function gathered(collector: Collector) {
  const registry = new Registry();
  registry.register(collector);
  await registry.gather();
  return messages();
}

describe("a warning", () => {
  test("names the metric once if the error of a collect function names it", async () => {
    expect(await gathered(new Gauge({ name: "q", help: "", registry: null, collect: () => "5" as never }))).toEqual([
      'q: collect must return a number or a list of { labels, value }, but returned "5".',
    ]);
  });

  test("names the metric once if a custom collector returns an invalid family", async () => {
    const family = { name: "q", help: "", type: "gauge", metrics: [{ labels: {}, value: "5" as never }] } as const;
    const describe = () => [{ name: "q", help: "", type: "gauge" }] as const;
    expect(await gathered({ collect: () => [family], describe })).toEqual([
      'q: value must be a number, but was "5". The labels of the series are {}.',
    ]);
  });

  test("names the metric once if a label of a decorator is missing", () => {
    const counter = new Counter({ name: "q_total", help: "", labelNames: ["x"], registry: null });
    try {
      counter.labels({} as never);
    } catch (error) {
      counter[countInstrumentationError](error);
    }
    expect(messages()).toEqual([expect.stringMatching(/^q_total: label "x" is missing/)]);
  });

  test("names the metric once if two names clash", () => {
    const registry = new Registry();
    new Gauge({ name: "q", help: "", registry });
    const other = new Gauge({ name: "q", help: "Another.", registry: null });
    try {
      registry.register(other);
    } catch (error) {
      other[countInstrumentationError](error);
    }
    expect(messages()).toEqual([expect.stringMatching(/^q: the name is already registered/)]);
  });

  test("names the metric if the error begins with another name", () => {
    reportOnce({}, new Error("queue: is closed"), { source: "q", code: "NARTHEX_COLLECTOR_FAILED" });
    reportOnce({}, new Error("q_total (counter) clashes"), { source: "q_total", code: "NARTHEX_LOST_UPDATE" });
    expect(messages()).toEqual(["q: queue: is closed", "q_total (counter) clashes"]);
  });
});

describe("a listener", () => {
  test("receives each combination of metric and code once", () => {
    const told = vi.fn();
    onError(told);
    const subject = {};
    for (const source of ["a", "b", "a"])
      for (const code of ["NARTHEX_DIFFERENT_HELP", "NARTHEX_COLLECTOR_FAILED"] as const)
        reportOnce(subject, new Error("no"), { source, code });
    expect(told.mock.calls.map(([, { source, code }]) => `${source} ${code}`)).toEqual([
      "a NARTHEX_DIFFERENT_HELP",
      "a NARTHEX_COLLECTOR_FAILED",
      "b NARTHEX_DIFFERENT_HELP",
      "b NARTHEX_COLLECTOR_FAILED",
    ]);
  });
});
