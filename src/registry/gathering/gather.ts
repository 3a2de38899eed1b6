import { Slice } from "../../globals/scrape-slice.js";
import type { Collector, Gathered, GatherOptions } from "../../model/collector.js";
import type { Scope } from "../../model/scope.js";
import { optionsInside } from "../scope.js";
import { askAll, settled, settledNow } from "./ask-collectors.js";
import { mergeAnswers } from "./merge-answers.js";

/**
 * Asks collectors for their families. One that throws, rejects, is late or gives what may not be shown is left out. The event
 * loop goes on each time a slice is over.
 *
 * @internal
 */
export async function gatherFrom(
  collectors: Iterable<Collector>,
  options: GatherOptions,
  scope: Scope,
): Promise<Gathered> {
  const inside = optionsInside(scope, options);
  const slice = new Slice();
  try {
    const asked = await inSlices(askAll(collectors, inside), slice);
    return await inSlices(mergeAnswers(await settled(asked, inside), inside, scope), slice);
  } finally {
    slice.end();
  }
}

/**
 * The same without waiting: collectors that promise an answer are left out, unreported.
 *
 * @internal
 */
export function gatherNowFrom(collectors: Iterable<Collector>, options: GatherOptions, scope: Scope): Gathered {
  const asked = atOnce(askAll(collectors, options));
  return atOnce(mergeAnswers(settledNow(asked), options, scope));
}

async function inSlices<T>(steps: Generator<void, T>, slice: Slice): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (slice.isOver) await slice.next();
  }
}

function atOnce<T>(steps: Generator<void, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}
