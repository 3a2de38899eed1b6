import { reportOnce } from "../../globals/error-listener.js";
import type { Collector, GatherFailure, GatherOptions } from "../../model/collector.js";
import type { MetricFamily } from "../../model/metric-family.js";
import { dispose } from "../../platform/dispose.js";
import { asError } from "../../platform/errors.js";
import { Deadline } from "./deadline.js";
import { GatherError } from "./merge-families.js";

/** What one collector gave, not checked yet. */
export interface Answer {
  /** The collector. */
  readonly collector: Collector;
  /** What it gave. */
  readonly families: readonly MetricFamily[];
}

/** What one collector was asked for: an answer, or the promise of one. */
export interface Asked {
  /** The collector. */
  readonly collector: Collector;
  /** What it gave or promised. */
  readonly families: readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
}

/** How many live collectors are asked between two pauses. */
const COLLECTORS_A_STEP = 16;

/**
 * Asks collectors, in steps between which the caller may pause. One that throws is left out.
 *
 * @internal
 */
export function* askAll(collectors: Iterable<Collector>, options: GatherOptions): Generator<void, Asked[]> {
  const asked: Asked[] = [];
  let steps = 0;
  for (const collector of collectors) {
    try {
      if (!isSelected(collector, options.names)) continue;
      const families = collector.collect();
      if (!Array.isArray(families)) asked.push({ collector, families: Promise.resolve(families) });
      else if (families.length > 0) asked.push({ collector, families });
      // What a live collector does is known to be short.
      if (Array.isArray(families) && isLive(families) && ++steps % COLLECTORS_A_STEP !== 0) continue;
    } catch (error) {
      fail(collector, error, options);
    }
    yield;
  }
  return asked;
}

/**
 * Waits for what was promised. Collectors that reject or are late are left out.
 *
 * @internal
 */
export async function settled(asked: readonly Asked[], options: GatherOptions): Promise<readonly Answer[]> {
  if (!asked.some(({ families }) => families instanceof Promise)) return asked as readonly Answer[];
  const deadline = new Deadline(options.deadline);
  try {
    const answers = await Promise.all(asked.map((one) => awaitAnswer(one, deadline, options)));
    return answers.filter((answer) => answer !== undefined);
  } finally {
    deadline[dispose]();
  }
}

/**
 * What there is without waiting.
 *
 * @internal
 */
export function settledNow(asked: readonly Asked[]): readonly Answer[] {
  return asked.filter((one): one is Answer => {
    const { families } = one;
    if (!(families instanceof Promise)) return true;
    releaseWhenSettled(families);
    return false;
  });
}

/**
 * Counts and reports a collector that is left out.
 *
 * @internal
 */
export function fail(collector: Collector, error: unknown, { onFailure }: GatherOptions): void {
  const cause: GatherFailure = error instanceof GatherError ? error.failure : "collector";
  const told = asError(error);
  const source = collector.describe?.()[0]?.name ?? collector.constructor.name;
  reportOnce(collector, told, { source, cause });
  onFailure?.(cause, told);
}

/**
 * Whether all families are live: such a list is known to be right.
 *
 * @internal
 */
export function isLive(families: readonly MetricFamily[]): boolean {
  for (const family of families) if (family?.live === undefined) return false;
  return true;
}

/**
 * Lets the slots of removed series be given to others.
 *
 * @internal
 */
export function release(families: readonly MetricFamily[]): void {
  for (const family of families) for (const part of family?.live ?? []) part.release();
}

async function awaitAnswer(
  { collector, families }: Asked,
  deadline: Deadline,
  options: GatherOptions,
): Promise<Answer | undefined> {
  if (!(families instanceof Promise)) return { collector, families };
  try {
    const given = await deadline.before(families);
    if (given !== Deadline.passed) return { collector, families: given };
    releaseWhenSettled(families);
    throw new GatherError("deadline", "did not answer before the deadline of the scrape");
  } catch (error) {
    fail(collector, error, options);
    return undefined;
  }
}

function isSelected(collector: Collector, names: ReadonlySet<string> | undefined): boolean {
  if (names === undefined) return true;
  const described = collector.describe?.();
  return described === undefined || described.some(({ name }) => names.has(name));
}

/** Releases an answer that comes after the gather has ended. */
function releaseWhenSettled(answer: Promise<readonly MetricFamily[]>): void {
  answer.then(release).catch(() => {});
}
