import { reportOnce } from "../../globals/error-listener.js";
import type { Collector, Gathered, GatherOptions } from "../../model/collector.js";
import type { MetricFamily } from "../../model/metric-family.js";
import type { Scope } from "../../model/scope.js";
import { isScoped, scopedFamily } from "../scope.js";
import { type Answer, fail, isLive, release } from "./ask-collectors.js";
import { checkFamily } from "./check-family.js";
import { disposableFamilies } from "./disposable-families.js";
import { FamilyTable } from "./family-table.js";
import { GatherError, mergeFamilies } from "./merge-families.js";
import { sortedByName } from "./sort-families.js";

/** How many families are put in their places between two pauses. */
const FAMILIES_A_STEP = 16;

/** Frees the slots of a gather that nobody released, once it is garbage. */
const undisposedGathers = new FinalizationRegistry<() => void>((release) => release());

/**
 * Makes one list of what collectors gave, in steps between which the caller may pause. A collector whose families may not be
 * shown is left out.
 *
 * @internal
 */
export function* mergeAnswers(
  answers: readonly Answer[],
  options: GatherOptions,
  scope: Scope,
): Generator<void, Gathered> {
  const joined = yield* joinedFamilies(answers, options, scope);
  const sorted = yield* sortedByName(joined);
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

/** One family for each name. What collectors build themselves comes last, so that it gives way where names clash. */
function* joinedFamilies(
  answers: readonly Answer[],
  options: GatherOptions,
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

/** What most collectors give, so that it is spared a generator. */
function addLive(table: FamilyTable, collector: Collector, family: MetricFamily): void {
  const held = table.get(family.name);
  table.put(mergeFamilies(held, family));
  if (held !== undefined) tellOfHelp(collector, table, family);
}

/** Adds all families of a collector, or none. */
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
    if (family?.live === undefined) yield* requireRight(family, scope);
    if (names?.has(family.name) === false) continue;
    const joined = mergeFamilies(target.get(family.name), family);
    if (joined !== family && joined.live === undefined) yield* requireRight(joined, scope);
    target.put(joined);
    if (++steps % FAMILIES_A_STEP === 0) yield;
  }
  if (target !== table) {
    for (const family of target.families) {
      table.put(family);
      if (++steps % FAMILIES_A_STEP === 0) yield;
    }
  }
  for (const family of families) tellOfHelp(collector, table, family);
}

function requireList(families: unknown): void {
  if (Array.isArray(families)) return;
  throw new GatherError(
    "invalid",
    `collect must return a list of metric families, but gave ${String(families)}; return [] where there are none`,
  );
}

function* requireRight(family: MetricFamily, scope: Scope): Generator<void> {
  const problem = yield* checkFamily(family, scope);
  if (problem !== undefined) throw new GatherError(problem.cause, `${family?.name}: ${problem.message}`);
}

/** Tells of a help that is not shown, because another collector gives the same family with another one. */
function tellOfHelp(collector: Collector, table: FamilyTable, { name, help }: MetricFamily): void {
  const shown = table.get(name)?.help ?? help;
  if (help === shown) return;
  const error = new Error(
    `${name}: two collectors give this family, one with the help ${JSON.stringify(shown)} and one with ${JSON.stringify(help)}; the first is shown. Give both the same help.`,
  );
  reportOnce(collector, error, { source: name, cause: "help" });
}
