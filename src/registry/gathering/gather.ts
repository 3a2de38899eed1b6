import { Slice } from "../../globals/scrape-slice.js";
import type { Collector, Gathered } from "../../model/collector.js";
import type { Scope } from "../../model/families/scope.js";
import type { OptionsInside } from "../scope.js";
import { askAll, awaitAnswers, immediateAnswers } from "./ask-collectors.js";
import type { GatherMemory } from "./gather-memory.js";
import { mergeAnswers } from "./merge-answers.js";

/**
 * Gathers the families of collectors. Omits collectors that throw, reject, miss the deadline or return invalid
 * families. Yields to the event loop after each time slice.
 *
 * @internal
 */
export async function gatherFrom(
  collectors: Iterable<Collector>,
  options: OptionsInside,
  scope: Scope,
  memory: GatherMemory,
): Promise<Gathered> {
  const slice = new Slice();
  try {
    const asked = await inSlices(askAll(collectors, options, memory), slice);
    return await inSlices(mergeAnswers(await awaitAnswers(asked, options), options, scope, memory), slice);
  } finally {
    slice.end();
  }
}

/**
 * Gathers the families of collectors synchronously. Omits collectors that return a promise, without a report.
 *
 * @internal
 */
export function gatherNowFrom(
  collectors: Iterable<Collector>,
  options: OptionsInside,
  scope: Scope,
  memory: GatherMemory,
): Gathered {
  const asked = runToEnd(askAll(collectors, options, memory));
  return runToEnd(mergeAnswers(immediateAnswers(asked), options, scope, memory));
}

async function inSlices<T>(steps: Generator<void, T>, slice: Slice): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (slice.isOver) await slice.next();
  }
}

function runToEnd<T>(steps: Generator<void, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}
