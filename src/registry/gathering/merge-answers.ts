import { reportOnce } from "../../globals/error-listener.js";
import type { Collector, Gathered } from "../../model/collector.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import type { Scope } from "../../model/families/scope.js";
import { inspectValue } from "../../validation/errors.js";
import { isScoped, type OptionsInside, scopedFamily } from "../scope.js";
import { type Answer, fail, isLive, release } from "./ask-collectors.js";
import { checkFamily } from "./check-family.js";
import { disposableFamilies } from "./disposable-families.js";
import { FamilyTable } from "./family-table.js";
import { GatherError, mergeFamilies } from "./merge-families.js";
import { sortedByName } from "./sort-families.js";

/** Number of families that are merged between two pauses. */
const FAMILIES_A_STEP = 16;

/** Releases the slots of gathers that were garbage-collected without being disposed. */
const undisposedGathers = new FinalizationRegistry<() => void>((release) => release());

/**
 * Merges the answers of collectors into one list, in steps between which the caller can pause. Omits collectors whose
 * families are invalid or conflict with others.
 *
 * @internal
 */
export function* mergeAnswers(
  answers: readonly Answer[],
  options: OptionsInside,
  scope: Scope,
): Generator<void, Gathered> {
  const merged = yield* mergedFamilies(answers, options, scope);
  const sorted = yield* sortedByName(merged);
  if (isScoped(scope)) {
    for (let i = 0; i < sorted.length; i++) {
      sorted[i] = scopedFamily(scope, sorted[i] as MetricFamily);
      if (i % FAMILIES_A_STEP === 0) yield;
    }
  }
  const releaseAll = (): void => {
    for (const { families } of answers) if (Array.isArray(families)) release(families);
  };
  const end = (): void => {
    undisposedGathers.unregister(end);
    releaseAll();
  };
  const gathered = disposableFamilies(sorted, end);
  undisposedGathers.register(gathered, releaseAll, end);
  return gathered;
}

/** Merges families by name. Custom collectors come last, so that live collectors win a name conflict. */
function* mergedFamilies(
  answers: readonly Answer[],
  options: OptionsInside,
  scope: Scope,
): Generator<void, MetricFamily[]> {
  const { names } = options;
  const table = new FamilyTable();
  const several: Answer[] = [];
  const built: Answer[] = [];
  let steps = 0;
  for (const answer of answers) {
    const { collector, families } = answer;
    if (!Array.isArray(families) || !isLive(families)) built.push(answer);
    else if (families.length > 1) several.push(answer);
    else {
      try {
        for (const family of families) if (names?.has(family.name) !== false) addLive(table, collector, family);
      } catch (error) {
        fail(collector, error, options);
      }
    }
    if (++steps % FAMILIES_A_STEP === 0) yield;
  }
  for (const answer of [...several, ...built]) {
    try {
      yield* addAll(table, answer, names, scope);
    } catch (error) {
      fail(answer.collector, error, options);
    }
    if (++steps % FAMILIES_A_STEP === 0) yield;
  }
  return table.families;
}

/** Adds the only family of a live collector, the most common answer, without the cost of a generator. */
function addLive(table: FamilyTable, collector: Collector, family: MetricFamily): void {
  const existing = table.get(family.name);
  table.put(mergeFamilies(existing, family));
  if (existing !== undefined) reportHelpDifference(collector, table, family);
}

/** Adds all families of a collector, or none if one of them is invalid. */
function* addAll(
  table: FamilyTable,
  { collector, families }: Answer,
  names: ReadonlySet<string> | undefined,
  scope: Scope,
): Generator<void> {
  requireList(families);
  const target = families.length === 1 ? table : new FamilyTable(table);
  let steps = 0;
  for (const family of families) {
    if (liveSeriesOf(family) === undefined) yield* requireValidFamily(family, scope);
    if (names?.has(family.name) === false) continue;
    const merged = mergeFamilies(target.get(family.name), family);
    if (merged !== family && liveSeriesOf(merged) === undefined) yield* requireValidFamily(merged, scope);
    target.put(merged);
    if (++steps % FAMILIES_A_STEP === 0) yield;
  }
  if (target !== table) {
    for (const family of target.families) {
      table.put(family);
      if (++steps % FAMILIES_A_STEP === 0) yield;
    }
  }
  for (const family of families) reportHelpDifference(collector, table, family);
}

function requireList(families: unknown): void {
  if (Array.isArray(families)) return;
  throw new GatherError(
    "invalid",
    `collect must return a list of metric families, but returned ${inspectValue(families)}. Return [] if there are none.`,
  );
}

function* requireValidFamily(family: MetricFamily, scope: Scope): Generator<void> {
  const problem = yield* checkFamily(family, scope);
  if (problem !== undefined) throw new GatherError(problem.cause, `${family?.name}: ${problem.message}`);
}

/** Reports a help text that is not exposed because another collector has the same family with a different one. */
function reportHelpDifference(collector: Collector, table: FamilyTable, { name, help }: MetricFamily): void {
  const exposed = table.get(name)?.help ?? help;
  if (help === exposed) return;
  const error = new Error(
    `${name}: two collectors return this family, one with the help ${JSON.stringify(exposed)} and one with ${JSON.stringify(help)}. The first help is exposed. Give both the same one.`,
  );
  reportOnce(collector, error, { source: name, cause: "help" });
}
