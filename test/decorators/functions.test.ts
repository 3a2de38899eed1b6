import { expect, test } from "vitest";
import {
  bind,
  countCalls,
  countExceptions,
  counter,
  declarationsOf,
  gauge,
  Histogram,
  histogram,
  Registry,
  timed,
  trackInProgress,
} from "../../src/index.js";
import { shown, value } from "./reading.js";

const seconds = histogram({ name: "function_seconds", help: "Time.", labelNames: ["kind"] });
const running = gauge({ name: "functions_in_progress", help: "Running." });
const failures = counter({ name: "function_failures_total", help: "Failures." });
const calls = counter({ name: "function_calls_total", help: "Calls." });

function parse(text: string): unknown {
  return JSON.parse(text);
}

const measured = timed(
  seconds,
  trackInProgress(running, countExceptions(failures, countCalls(calls, parse), { only: SyntaxError })),
  { labels: ({ args: [text], outcome }) => ({ kind: outcome.ok ? typeof outcome.value : text }) },
);

test("a plain function is measured in the registry that it is bound to", async () => {
  const registry = new Registry();
  using _ = bind(measured, registry);
  expect(measured("{}")).toEqual({});
  expect(() => measured("?")).toThrow(SyntaxError);
  expect(await shown(registry)).toEqual({
    function_calls_total: 2,
    function_failures_total: 1,
    "function_seconds{kind=?}": 1,
    "function_seconds{kind=object}": 1,
  });
});

test("a plain function keeps name, length and receiver", () => {
  expect([measured.name, measured.length]).toEqual(["parse", 1]);
  const self = countCalls(calls, function (this: unknown) {
    return this;
  });
  expect(self.call("self")).toBe("self");
});

test("a plain function has declarations, like a class", () => {
  expect(declarationsOf(measured).map(({ kind, member, spec }) => [kind, member, spec.name])).toEqual([
    ["countCalls", "parse", "function_calls_total"],
    ["countExceptions", "parse", "function_failures_total"],
    ["inProgress", "parse", "functions_in_progress"],
    ["timer", "parse", "function_seconds"],
  ]);
});

test("a plain function is measured on any receiver", () => {
  const registry = new Registry();
  const counted = countCalls(calls, () => {});
  using _ = bind(counted, registry);
  for (const self of [undefined, {}, [], class {}, "text"]) counted.call(self);
  expect(value(registry, calls)).toBe(5);
});

test("a plain function can write to a live collector without a registry", async () => {
  const live = new Histogram({ name: "live_seconds", help: "Time.", registry: null });
  const later = timed(live, async (one: number) => one + 1);
  expect(await later(1)).toBe(2);
  expect(live.get()?.count).toBe(1);
});

test("a generator function is measured until its generators end", () => {
  const registry = new Registry();
  const numbers = timed(histogram({ name: "generator_seconds", help: "Time." }), function* (count: number) {
    for (let i = 0; i < count; i++) yield i;
  });
  using _ = bind(numbers, registry);
  const generator = numbers(2);
  expect(value(registry, histogram({ name: "generator_seconds", help: "Time." }))).toBe(0);
  expect([...generator]).toEqual([0, 1]);
  expect(value(registry, histogram({ name: "generator_seconds", help: "Time." }))).toBe(1);
});
