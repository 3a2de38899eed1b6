import type { Collector, Gathered, GatherFailure, GatherOptions } from "../model/collector.js";
import { dispose } from "../model/dispose.js";
import { asError } from "../model/errors.js";
import type { MetricFamily } from "../model/metric-family.js";
import { sampleNames } from "../model/names.js";
import { reportOnce } from "../model/report.js";
import { checkFamily } from "./check-family.js";
import { Deadline } from "./deadline.js";
import { GatherError, join } from "./join.js";

/** What one collector gave. */
interface Answer {
  readonly collector: Collector;
  readonly families: readonly MetricFamily[];
}

/** Frees the slots of a gather that nobody released, once it is garbage. */
const forgotten = new FinalizationRegistry<() => void>((release) => release());

/**
 * Asks collectors for their families. One that throws, rejects, is late or gives what may not be shown is left out.
 *
 * @internal
 */
export async function gatherFrom(collectors: Iterable<Collector>, options: GatherOptions): Promise<Gathered> {
  const asked = whoMayHave(collectors, options.names).map((collector) => ({
    collector,
    answer: ask(collector, options),
  }));
  const deadline = new Deadline(options.deadline);
  try {
    const answers = asked.map(({ collector, answer }) =>
      answer instanceof Promise ? settle(collector, answer, deadline, options) : answer,
    );
    return assembled(await Promise.all(answers), options);
  } finally {
    deadline[dispose]();
  }
}

/**
 * The same without waiting: collectors that promise an answer are left out, unreported.
 *
 * @internal
 */
export function gatherNowFrom(collectors: Iterable<Collector>, options: GatherOptions): Gathered {
  const answers = whoMayHave(collectors, options.names).map((collector) => {
    const answer = ask(collector, options);
    if (!(answer instanceof Promise)) return answer;
    releaseLate(answer);
    return undefined;
  });
  return assembled(answers, options);
}

/** What a collector answers: at once where it can, so that most cost a scrape no promise. */
function ask(collector: Collector, options: GatherOptions): Answer | undefined | Promise<readonly MetricFamily[]> {
  try {
    const answer = collector.collect();
    return Array.isArray(answer) ? checked(collector, answer) : Promise.resolve(answer);
  } catch (error) {
    return fail(collector, error, options);
  }
}

async function settle(
  collector: Collector,
  promised: Promise<readonly MetricFamily[]>,
  deadline: Deadline,
  options: GatherOptions,
): Promise<Answer | undefined> {
  try {
    const families = await deadline.before(promised);
    if (families !== Deadline.passed) return checked(collector, families);
    releaseLate(promised);
    throw new GatherError("deadline", "did not answer before the deadline of the scrape");
  } catch (error) {
    return fail(collector, error, options);
  }
}

function fail(collector: Collector, error: unknown, { onFailure }: GatherOptions): undefined {
  const cause: GatherFailure = error instanceof GatherError ? error.failure : "collector";
  const told = asError(error);
  const source = collector.describe?.()[0]?.name ?? collector.constructor.name;
  reportOnce(collector, told, { source, cause });
  onFailure?.(cause, told);
}

function assembled(settled: readonly (Answer | undefined)[], options: GatherOptions): Gathered {
  const { names } = options;
  const answers = settled.filter((answer) => answer !== undefined);
  // What collectors build themselves comes last, so that it gives way where names clash.
  const ordered = [...answers.filter(isLive), ...answers.filter((one) => !isLive(one))];
  const families = new Map<string, MetricFamily>();
  const samples = new Map<string, string>();
  for (const { collector, families: given } of ordered) {
    try {
      const wanted = names === undefined ? given : given.filter(({ name }) => names.has(name));
      const joined = wanted.map((family) => join(families.get(family.name), family));
      for (const family of joined) occupy(samples, family);
      for (const family of joined) families.set(family.name, family);
      for (const family of wanted) tellOfHelp(collector, families.get(family.name)?.help, family);
    } catch (error) {
      fail(collector, error, options);
    }
  }
  const releaseAll = (): void => {
    for (const answer of answers) release(answer.families);
  };
  const sorted = [...families.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const end = (): void => {
    forgotten.unregister(end);
    releaseAll();
  };
  const gathered = Object.defineProperty(sorted, dispose, {
    value: end,
  }) as readonly MetricFamily[] as Gathered;
  forgotten.register(gathered, releaseAll, end);
  return gathered;
}

/** Tells of a help that is not shown, because another collector gives the same family with another one. */
function tellOfHelp(collector: Collector, shown: string | undefined, { name, help }: MetricFamily): void {
  if (shown === undefined || help === shown) return;
  const error = new Error(
    `${name}: two collectors give this family, one with the help ${JSON.stringify(shown)} and one with ${JSON.stringify(help)}; the first is shown. Give both the same help.`,
  );
  reportOnce(collector, error, { source: name, cause: "help" });
}

function isLive({ families }: Answer): boolean {
  return families.every(({ live }) => live !== undefined);
}

/** Notes the names of a family's samples, and refuses a family whose samples would mix with those of another one. */
function occupy(samples: Map<string, string>, { name, type }: MetricFamily): void {
  const names = sampleNames(name, type);
  for (const sample of names) {
    const holder = samples.get(sample);
    if (holder !== undefined && holder !== name) {
      throw new GatherError("duplicate", `${name}: both it and ${holder} write samples named ${sample}`);
    }
  }
  for (const sample of names) samples.set(sample, name);
}

function checked(collector: Collector, families: readonly MetricFamily[]): Answer {
  if (!Array.isArray(families)) {
    throw new GatherError(
      "invalid",
      `collect must return a list of metric families, but gave ${String(families)}; return [] where there are none`,
    );
  }
  for (const family of families) {
    const problem = family?.live === undefined ? checkFamily(family) : undefined;
    if (problem !== undefined) throw new GatherError(problem.cause, `${family?.name}: ${problem.message}`);
  }
  return { collector, families };
}

function whoMayHave(collectors: Iterable<Collector>, names: ReadonlySet<string> | undefined): Collector[] {
  return [...collectors].filter((collector) => {
    const described = names === undefined ? undefined : collector.describe?.();
    return described === undefined || described.some(({ name }) => names?.has(name));
  });
}

/** Releases an answer that nobody waits for any more, whatever it turns out to be. */
function releaseLate(answer: Promise<readonly MetricFamily[]>): void {
  answer.then(release).catch(() => {});
}

function release(families: readonly MetricFamily[]): void {
  for (const { live } of families) for (const part of live ?? []) part.release();
}
