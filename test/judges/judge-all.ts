import { agree, type Reading } from "./agree.js";
import { type Exposition, formatOf, keyOf } from "./format.js";
import { type Judge, judges, type Verdict } from "./judges.js";
import { type JudgedFamily, type JudgedSample, samplesOf } from "./normal-form.js";
import { hasQuotedNames } from "./quoted-names.js";
import { brokenRules } from "./rules.js";

/** What the judges are told. */
export interface JudgeOptions {
  /** `utf8` where names are quoted: then only those judge that can read them. */
  readonly names?: "legacy" | "utf8";
  /** Families that change from scrape to scrape, so that only their form is judged. */
  readonly changing?: RegExp;
}

/** One registry as it was gathered and as it was written. */
export interface Case {
  readonly expositions: readonly Exposition[];
  /** What should have been written, if the test knows. */
  readonly model?: readonly JudgedFamily[];
}

/** Keys of all that was read. */
const judged = new Set<string>();

/** One exposition on its way through the judges. */
interface Hearing {
  readonly exposition: Exposition;
  readonly problems: string[];
  readonly readings: Reading[];
}

/**
 * Lets every judge read every exposition of one registry and asserts that all accept it and agree on every sample.
 *
 * @returns the samples that they agree on
 * @throws Error that lists what each judge had to say
 */
export async function judgeAll(expositions: readonly Exposition[], options?: JudgeOptions): Promise<JudgedSample[]> {
  const [samples = []] = await judgeMany([{ expositions }], options);
  return samples;
}

/** The same for many registries at once: the judges read them in batches. */
export async function judgeMany(cases: readonly Case[], options: JudgeOptions = {}): Promise<JudgedSample[][]> {
  const trials = cases.map(({ expositions, model }) => ({
    model,
    hearings: expositions.map((exposition): Hearing => ({ exposition, problems: [], readings: [] })),
  }));
  const hearings = trials.flatMap((trial) => trial.hearings);
  for (const { exposition } of hearings) judged.add(keyOf(exposition));
  const able = judges.filter(({ readsUtf8Names }) => readsUtf8Names || options.names !== "utf8");
  for (const record of await Promise.all(able.map((judge) => hear(judge, hearings, options.changing)))) record();
  const problems = trials.map((trial) => [
    ...trial.hearings.flatMap((hearing) => hearing.problems),
    ...disagreements(trial),
  ]);
  const refused = trials.flatMap((trial, index) => reportOf(trial.hearings, problems[index] ?? []));
  if (refused.length > 0) {
    throw new Error(
      [`${refused.length} of ${cases.length} registries are refused`, ...refused.slice(0, 3)].join("\n\n"),
    );
  }
  return trials.map((trial) => samplesOf(trial.hearings.flatMap(({ readings }) => readings)[0]?.families ?? []));
}

/** Lets the judges read each of many expositions, whatever registries they come from, unless they have read it already. */
export async function judgeEach(expositions: readonly Exposition[]): Promise<void> {
  const others = expositions.filter((exposition) => !judged.has(keyOf(exposition)));
  const quoted = new Set(others.filter(hasQuotedNames));
  for (const names of ["legacy", "utf8"] as const) {
    const these = others.filter((exposition) => quoted.has(exposition) === (names === "utf8"));
    await judgeMany(
      these.map((exposition) => ({ expositions: [exposition] })),
      { names },
    );
  }
}

/** Asks one judge; the answer records what it said, so that reports come in the order of the judges. */
async function hear(judge: Judge, all: readonly Hearing[], changing: RegExp | undefined): Promise<() => void> {
  const hearings = all.filter(({ exposition }) => judge.formats.includes(formatOf(exposition.contentType)));
  const verdicts = await judge.read(hearings.map(({ exposition }) => exposition));
  return () => {
    for (const [index, { exposition, problems, readings }] of hearings.entries()) {
      const { problems: found, families }: Verdict = verdicts[index] ?? { problems: ["says nothing"] };
      const format = formatOf(exposition.contentType);
      const rules = families === undefined ? [] : brokenRules(format, families, exposition);
      problems.push(...[...found, ...rules].map((problem) => `${format} (${judge.name}): ${problem}`));
      const steady = families?.filter(({ name }) => changing?.test(name) !== true);
      if (steady !== undefined) readings.push({ judge: judge.name, format, families: steady });
    }
  };
}

/** Each reading against the first, which is the model where there is one. */
function disagreements({ model, hearings }: { model: Case["model"]; hearings: readonly Hearing[] }): string[] {
  const read = hearings.flatMap(({ readings }) => readings);
  const gathered: Reading[] = model === undefined ? [] : [{ judge: "registry", format: "model", families: model }];
  const [first, ...others] = [...gathered, ...read];
  return first === undefined ? [] : others.flatMap((other) => agree(first, other));
}

function reportOf(hearings: readonly Hearing[], problems: readonly string[]): string[] {
  if (problems.length === 0) return [];
  const bodies = hearings
    .filter(({ exposition }) => formatOf(exposition.contentType) !== "protobuf")
    .map(({ exposition: { contentType, body } }) => `${contentType}\n${Buffer.from(body).toString().slice(0, 4000)}`);
  const more = problems.length > 10 ? [`… and ${problems.length - 10} more`] : [];
  return [[...problems.slice(0, 10), ...more, ...bodies.slice(0, 2)].join("\n")];
}
