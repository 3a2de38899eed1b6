import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Collector, Gauge, type MetricFamily, onError } from "../../src/index.js";
import { answerOf } from "../../src/registry/gathering/answer.js";
import { askAll } from "../../src/registry/gathering/ask-collectors.js";
import { GatherMemory } from "../../src/registry/gathering/gather-memory.js";
import { mergeAnswers } from "../../src/registry/gathering/merge-answers.js";

beforeEach(() => onError(() => {}));
afterEach(() => onError(undefined));

const live = (name: string) => new Gauge({ name, help: "", registry: null });

function family(name: string): MetricFamily {
  return { name, help: "", type: "gauge", metrics: [{ labels: {}, value: 1 }] };
}

function custom(...families: MetricFamily[]): Collector {
  return { collect: () => families };
}

/** Runs steps to their end. Returns the result and the number of pauses. */
function run<T>(steps: Generator<void, T>): { result: T; pauses: number } {
  for (let pauses = 0; ; pauses++) {
    const step = steps.next();
    if (step.done) return { result: step.value, pauses };
  }
}

describe("a gather pauses", () => {
  const lives = Array.from({ length: 64 }, (_, i) => live(`g${i}`));
  const failing: Collector = {
    collect: () => {
      throw new Error("no");
    },
  };

  test.each<[string, readonly Collector[], number]>([
    ["16 live collectors", lives, 4],
    ["each custom collector", lives.map(({ name }) => custom(family(name))), 64],
    ["each collector that returns a promise", lives.map(({ name }) => ({ collect: async () => [family(name)] })), 64],
    ["each collector that fails", [failing, failing, failing], 3],
  ])("after the calls of %s", (_, collectors, pauses) => {
    expect(run(askAll(collectors, {}, new GatherMemory())).pauses).toBe(pauses);
  });

  const answer = (...families: MetricFamily[]) => answerOf(custom(), families);

  // Sorting 64 families pauses once.
  test.each<[string, readonly ReturnType<typeof answer>[], number]>([
    [
      "the families of 16 live collectors, which it has sorted out before",
      lives.map((gauge) => answerOf(gauge, gauge.collect() as MetricFamily[])),
      4 + 1 + 4,
    ],
    [
      "16 answers of custom collectors, which it has sorted out before",
      lives.map(({ name }) => answer(family(name))),
      4 + 4 + 1,
    ],
    [
      "16 families of one collector, which it has checked before",
      [answer(...lives.map(({ name }) => family(name)))],
      4 + 4 + 1,
    ],
  ])("after it has merged %s", (_, answers, pauses) => {
    expect(run(mergeAnswers(answers, {}, {}, new GatherMemory()))).toMatchObject({ result: { length: 64 }, pauses });
  });

  test("after it has added a prefix to 16 families", () => {
    const answers = [answer(...lives.map(({ name }) => family(name)))];
    const withoutPrefix = run(mergeAnswers(answers, {}, {}, new GatherMemory())).pauses;
    expect(run(mergeAnswers(answers, {}, { prefix: "app_" }, new GatherMemory())).pauses).toBe(withoutPrefix + 4);
  });
});
