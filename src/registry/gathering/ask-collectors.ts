import { reportOnce } from "../../globals/error-listener.js";
import type { Collector, GatherFailure, GatherOptions } from "../../model/collector.js";
import { type ExpiringCollector, expireIdle } from "../../model/expiring.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { dispose } from "../../platform/dispose.js";
import { asError } from "../../platform/errors.js";
import type { OptionsInside } from "../scope.js";
import { type Answer, type Asked, answerOf, isLive, type Pending, release } from "./answer.js";
import { Deadline } from "./deadline.js";
import type { GatherMemory } from "./gather-memory.js";
import { failureCodes, GatherError } from "./merge-families.js";

/** Number of live collectors that are called between two pauses. */
const COLLECTORS_A_STEP = 16;

/**
 * Calls `collect` of each collector, in steps between which the caller can pause. Omits collectors that throw.
 *
 * @param memory - the answers of the registry's former gathers
 * @internal
 */
export function* askAll(
  collectors: Iterable<Collector>,
  options: OptionsInside,
  memory: GatherMemory,
): Generator<void, Asked[]> {
  const asked: Asked[] = [];
  let position = 0;
  let steps = 0;
  for (const collector of collectors) {
    position++;
    try {
      if (!isSelected(collector, options.names)) continue;
      const expiring = (collector as ExpiringCollector)[expireIdle]?.();
      if (expiring !== undefined) yield* expiring;
      const families = collector.collect();
      if (!Array.isArray(families)) asked.push({ collector, families: handled(Promise.resolve(families)) });
      else {
        const answer = memory.answerOf(collector, families, position);
        if (families.length > 0) asked.push(answer);
        // Live collectors are known to be fast.
        if ((answer.family !== undefined || isLive(families)) && ++steps % COLLECTORS_A_STEP !== 0) continue;
      }
    } catch (error) {
      fail(collector, error, options);
    }
    yield;
  }
  return asked;
}

/**
 * Waits for the answers of collectors. Omits collectors that reject or miss the deadline.
 *
 * @internal
 */
export async function awaitAnswers(asked: readonly Asked[], options: GatherOptions): Promise<readonly Answer[]> {
  if (!asked.some(isPending)) return asked as readonly Answer[];
  const deadline = new Deadline(options.deadline);
  try {
    // Most collectors have answered: thousands of promises for them would hold the event loop.
    const awaited = await Promise.all(asked.filter(isPending).map((one) => awaitAnswer(one, deadline, options)));
    let next = 0;
    return asked.flatMap((one) => (isPending(one) ? (awaited[next++] ?? []) : one));
  } finally {
    deadline[dispose]();
  }
}

function isPending(one: Asked): one is Pending {
  return one.families instanceof Promise;
}

/**
 * Returns the answers that are available without waiting.
 *
 * @internal
 */
export function immediateAnswers(asked: readonly Asked[]): readonly Answer[] {
  return asked.filter((one): one is Answer => {
    if (!isPending(one)) return true;
    releaseWhenSettled(one.families);
    return false;
  });
}

/**
 * Reports a collector that is omitted.
 *
 * @internal
 */
export function fail(collector: Collector, error: unknown, { onFailure }: GatherOptions): void {
  const cause: GatherFailure = error instanceof GatherError ? error.failure : "collector";
  const reported = asError(error);
  const source = collector.describe?.()[0]?.name ?? collector.constructor.name;
  reportOnce(collector, reported, { source, code: failureCodes[cause] });
  onFailure?.(cause, reported);
}

async function awaitAnswer(
  { collector, families }: Pending,
  deadline: Deadline,
  options: GatherOptions,
): Promise<Answer | undefined> {
  try {
    const answer = await deadline.before(families);
    if (answer !== Deadline.passed) return answerOf(collector, answer);
    releaseWhenSettled(families);
    throw new GatherError("deadline", "the collector did not answer before the deadline of the scrape.");
  } catch (error) {
    fail(collector, error, options);
    return undefined;
  }
}

/** Marks a promise as handled: a collector may reject while the gather pauses, before it waits for the answers. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function isSelected(collector: Collector, names: ReadonlySet<string> | undefined): boolean {
  if (names === undefined) return true;
  const described = collector.describe?.();
  return described === undefined || described.some(({ name }) => names.has(name));
}

/** Releases an answer that arrives after the gather has ended. */
function releaseWhenSettled(answer: Promise<readonly MetricFamily[]>): void {
  answer.then(release).catch(() => {});
}
