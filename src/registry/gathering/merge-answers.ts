import { reportOnce } from "../../globals/error-listener.js";
import type { Collector, Gathered } from "../../model/collector.js";
import { withCode } from "../../model/errors/coded-error.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { Scope } from "../../model/families/scope.js";
import { inspectValue } from "../../validation/errors.js";
import { countLongExemplars } from "../checks/check-exemplar.js";
import { checkDistinct, checkFamily, type FamilyProblem } from "../checks/check-family.js";
import { isScoped, type OptionsInside, scopedFamily } from "../scope.js";
import { type Answer, isLive, release } from "./answer.js";
import { fail } from "./ask-collectors.js";
import { disposableFamilies } from "./disposable-families.js";
import { FAMILIES_A_STEP } from "./family-names.js";
import { FamilyTable, SortedFamilies } from "./family-table.js";
import type { GatherMemory } from "./gather-memory.js";
import { GatherError, mergeFamilies } from "./merge-families.js";
import { sortedByName } from "./sort-families.js";

/** Releases the slots of gathers that were garbage-collected without being disposed. */
const undisposedGathers = new FinalizationRegistry<() => void>((release) => release());

/**
 * Merges the answers of collectors into one list, in steps between which the caller can pause. Omits collectors whose
 * families are invalid or conflict with others.
 *
 * @param memory - facts about the families of the registry's former gathers
 * @internal
 */
export function* mergeAnswers(
  answers: readonly Answer[],
  options: OptionsInside,
  scope: Scope,
  memory: GatherMemory,
): Generator<void, Gathered> {
  const sorted = yield* mergedFamilies(answers, options, scope, memory);
  if (isScoped(scope)) {
    for (let i = 0; i < sorted.length; i++) {
      sorted[i] = scopedFamily(scope, sorted[i] as MetricFamily);
      if (i % FAMILIES_A_STEP === 0) yield;
    }
  }
  const releaseAll = (): void => {
    for (const { families } of answers) if (Array.isArray(families)) release(families);
  };
  let isDisposed = false;
  const end = (): void => {
    // A family may belong to a later scrape by now.
    if (isDisposed) return;
    isDisposed = true;
    undisposedGathers.unregister(end);
    releaseAll();
  };
  const gathered = disposableFamilies(sorted, end);
  undisposedGathers.register(gathered, releaseAll, end);
  return gathered;
}

/**
 * Merges families by name and sorts them. Custom collectors come last, so that live collectors win a name conflict. Live
 * collectors have no conflicts among themselves, which their registration excludes.
 */
function* mergedFamilies(
  answers: readonly Answer[],
  options: OptionsInside,
  scope: Scope,
  memory: GatherMemory,
): Generator<void, MetricFamily[]> {
  const { names } = options;
  const live: Answer[] = [];
  const several: Answer[] = [];
  const built: Answer[] = [];
  let steps = 0;
  for (const answer of answers) {
    const { families, family } = answer;
    if (family !== undefined) {
      if (names?.has(family.name) !== false) live.push(answer);
    } else if (Array.isArray(families) && isLive(families)) several.push(answer);
    else built.push(answer);
    if (++steps % FAMILIES_A_STEP === 0) yield;
  }
  const sorted = memory.sortedOf(live) ?? (yield* sortedLive(live, options, memory));
  const others = [...several, ...built];
  if (others.length === 0) return sorted;
  const known = yield* memory.namesOf(sorted);
  const table = new FamilyTable(new SortedFamilies(sorted, known));
  for (const answer of others) {
    try {
      yield* addAll(table, answer, options, scope);
    } catch (error) {
      fail(answer.collector, error, options);
    }
    if (++steps % FAMILIES_A_STEP === 0) yield;
  }
  const added: MetricFamily[] = [];
  for (const family of table.families) {
    const position = known.positionOf(family.name);
    if (position === undefined) added.push(family);
    else sorted[position] = family;
  }
  return added.length === 0 ? sorted : yield* sortedByName([...sorted, ...added]);
}

/** The only family of a live collector. */
interface NamedAnswer {
  readonly name: string;
  readonly collector: Collector;
  readonly family: MetricFamily;
}

/** Sorts the families of live collectors, and merges those of the same name. */
function* sortedLive(
  live: readonly Answer[],
  options: OptionsInside,
  memory: GatherMemory,
): Generator<void, MetricFamily[]> {
  const named = live.map(({ collector, family }): NamedAnswer => {
    return { name: (family as MetricFamily).name, collector, family: family as MetricFamily };
  });
  const sorted = yield* memory.order.sorted(named);
  const merged: MetricFamily[] = [];
  let last: MetricFamily | undefined;
  let isComplete = true;
  for (let i = 0; i < sorted.length; i++) {
    const { name, collector, family } = sorted[i] as NamedAnswer;
    if (i % FAMILIES_A_STEP === FAMILIES_A_STEP - 1) yield;
    if (last?.name !== name) {
      merged.push(family);
      last = family;
      continue;
    }
    try {
      last = mergeFamilies(last, family);
      merged[merged.length - 1] = last;
      reportHelpDifference(collector, last, family);
    } catch (error) {
      isComplete = false;
      fail(collector, error, options);
    }
  }
  if (isComplete) memory.remember(live, merged.slice());
  return merged;
}

/** Adds all families of a collector, or none if one of them is invalid. */
function* addAll(
  table: FamilyTable,
  { collector, families }: Answer,
  { names, lost }: OptionsInside,
  scope: Scope,
): Generator<void> {
  requireList(families);
  const target = families.length === 1 ? table : new FamilyTable(table);
  let steps = 0;
  for (const family of families) {
    throwProblem(family, yield* checkFamily(family, scope));
    if (names?.has(family.name) === false) continue;
    if (liveSeriesOf(family) === undefined) {
      const count = yield* countLongExemplars(family.metrics);
      if (count > 0) lost?.add("exemplars", family.name, count);
    }
    const merged = mergeFamilies(target.get(family.name), family);
    if (merged !== family) {
      throwProblem(family, yield* checkFamily(merged, scope));
      if (liveSeriesOf(merged) !== undefined) throwProblem(family, yield* checkDistinct(merged, scope));
    }
    target.put(merged);
    if (++steps % FAMILIES_A_STEP === 0) yield;
  }
  if (target !== table) {
    for (const family of target.families) {
      table.put(family);
      if (++steps % FAMILIES_A_STEP === 0) yield;
    }
  }
  for (const family of families) reportHelpDifference(collector, table.get(family.name), family);
}

function requireList(families: unknown): void {
  if (Array.isArray(families)) return;
  throw new GatherError(
    "invalid",
    `collect must return a list of metric families, but returned ${inspectValue(families)}. Return [] if there are none.`,
  );
}

function throwProblem(family: MetricFamily, problem: FamilyProblem | undefined): void {
  if (problem !== undefined) throw new GatherError(problem.cause, `${family?.name}: ${problem.message}`);
}

/** Reports a help text that is not exposed because another collector has the same family with a different one. */
function reportHelpDifference(
  collector: Collector,
  shown: MetricFamily | undefined,
  { name, help }: MetricFamily,
): void {
  const exposed = shown?.help ?? help;
  if (help === exposed) return;
  const error = withCode(
    "NARTHEX_DIFFERENT_HELP",
    new Error(
      `${name}: two collectors return this family, one with the help ${JSON.stringify(exposed)} and one with ${JSON.stringify(help)}. The first help is exposed. Give both the same one.`,
    ),
  );
  reportOnce(collector, error, { source: name });
}
