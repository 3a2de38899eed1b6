import { describe, expect, test } from "vitest";
import type { Gathered } from "../../../src/model/collector.js";
import { disposableFamilies } from "../../../src/registry/gathering/disposable-families.js";
import { SharedGather } from "../../../src/service/scrape/shared-gather.js";
import { until } from "../serving.js";
import { distantDeadline } from "./held-response.js";

/** A gatherer whose gathers ignore their deadlines and end when the test says so. */
function controlled() {
  let disposals = 0;
  const finish: (() => void)[] = [];
  const deadlines: AbortSignal[] = [];
  const gather = ({ deadline }: { deadline?: AbortSignal } = {}): Promise<Gathered> => {
    deadlines.push(deadline as AbortSignal);
    return new Promise((resolve) => {
      finish.push(() => resolve(disposableFamilies([], () => disposals++)));
    });
  };
  return {
    shared: new SharedGather({ gather }, false, distantDeadline),
    finish,
    deadlines,
    disposals: () => disposals,
  };
}

describe("a gather that ignores its deadline", () => {
  test("is abandoned a second later, and disposed when it ends", async () => {
    const { shared, finish, disposals } = controlled();
    await expect(shared.join(undefined, 0.01).gathered).rejects.toThrow(
      "The gather did not end within 1.01 s. Make each collector end at its deadline.",
    );
    expect(disposals()).toBe(0);
    finish[0]?.();
    await until(() => disposals() === 1);
  });

  test("does not end the sharing of the next one when it ends", async () => {
    const { shared, finish, deadlines } = controlled();
    const abandoned = shared.join(undefined, 0.9);
    await until(() => deadlines[0]?.aborted === true);
    const next = shared.join(undefined, 0.9);
    finish[0]?.();
    await abandoned.gathered;
    expect(shared.join(undefined, 0.9)).toBe(next);
    await until(() => finish.length === 2);
    finish[1]?.();
    await next.gathered;
  });
});

test("scrapes that arrive in one turn of the event loop share a gather, however fast it is", async () => {
  const gather = async () => disposableFamilies([], () => {});
  const shared = new SharedGather({ gather }, false, distantDeadline);
  const first = shared.join(undefined, 1);
  for (let n = 0; n < 100; n++) await undefined;
  expect(shared.join(undefined, 1)).toBe(first);
  await first.gathered;
  expect(shared.join(undefined, 1)).not.toBe(first);
});

test("the deadline of a gather that has ended does not pass", async () => {
  const deadlines: AbortSignal[] = [];
  const gather = async ({ deadline }: { deadline?: AbortSignal } = {}) => {
    deadlines.push(deadline as AbortSignal);
    if (deadlines.length === 2) await new Promise((resolve) => deadline?.addEventListener("abort", resolve));
    return disposableFamilies([], () => {});
  };
  const shared = new SharedGather({ gather }, false, distantDeadline);
  await shared.join(undefined, 0.01).gathered;
  // The deadline of the second passes after the time of the first.
  await shared.join(undefined, 0.02).gathered;
  expect(deadlines.map(({ aborted }) => aborted)).toEqual([false, true]);
});
