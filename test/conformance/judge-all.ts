import { type Reader, readers, type Verdict } from "./judges/readers.js";
import { compareReadings, type Reading } from "./readings/compare-readings.js";
import { type Exposition, formatOf, keyOf } from "./readings/format.js";
import { type JudgedFamily, type JudgedSample, samplesOf } from "./readings/normal-form.js";
import { hasQuotedNames } from "./readings/quoted-names.js";
import { brokenRules } from "./readings/rules.js";

/** Options for {@link judgeAll}. */
export interface JudgeOptions {
  /** `utf8` if names are quoted: only the readers that can read such names judge. */
  readonly names?: "legacy" | "utf8";
  /** Matches families that change between scrapes, of which only the syntax is judged. */
  readonly changing?: RegExp;
}

/** The gathered families of one registry, and its expositions. */
export interface Case {
  readonly expositions: readonly Exposition[];
  /** The expected families, if the test has them. */
  readonly model?: readonly JudgedFamily[];
}

/** The keys of all expositions that were read. */
const judged = new Set<string>();

/** The results of the readers for one exposition. */
interface ReadResult {
  readonly exposition: Exposition;
  readonly problems: string[];
  readonly readings: Reading[];
}

/**
 * Passes every exposition of one registry to every reader, and asserts that all accept it and agree on every sample.
 *
 * @returns the samples that they agree on
 * @throws {Error} with the objections of each reader, if they do not
 */
export async function judgeAll(expositions: readonly Exposition[], options?: JudgeOptions): Promise<JudgedSample[]> {
  const [samples = []] = await judgeMany([{ expositions }], options);
  return samples;
}

/** Does the same for many registries, in batches. */
export async function judgeMany(cases: readonly Case[], options: JudgeOptions = {}): Promise<JudgedSample[][]> {
  const judgements = cases.map(({ expositions, model }) => ({
    model,
    results: expositions.map((exposition): ReadResult => ({ exposition, problems: [], readings: [] })),
  }));
  const results = judgements.flatMap((judgement) => judgement.results);
  for (const { exposition } of results) judged.add(keyOf(exposition));
  const able = readers.filter(({ readsUtf8Names }) => readsUtf8Names || options.names !== "utf8");
  for (const record of await Promise.all(able.map((reader) => read(reader, results, options.changing)))) record();
  const problems = judgements.map((judgement) => [
    ...judgement.results.flatMap((result) => result.problems),
    ...disagreements(judgement),
  ]);
  const refused = judgements.flatMap((judgement, index) => reportOf(judgement.results, problems[index] ?? []));
  if (refused.length > 0) {
    throw new Error(
      [`${refused.length} of ${cases.length} registries are refused`, ...refused.slice(0, 3)].join("\n\n"),
    );
  }
  return judgements.map((judgement) =>
    samplesOf(judgement.results.flatMap(({ readings }) => readings)[0]?.families ?? []),
  );
}

/** Passes each exposition to the readers, unless they have already read it, without comparing it with others. */
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

/** Starts one reader. The returned function records its verdicts, so that reports are in the order of the readers. */
async function read(reader: Reader, all: readonly ReadResult[], changing: RegExp | undefined): Promise<() => void> {
  const results = all.filter(({ exposition }) => reader.formats.includes(formatOf(exposition.contentType)));
  const verdicts = await reader.read(results.map(({ exposition }) => exposition));
  return () => {
    for (const [index, { exposition, problems, readings }] of results.entries()) {
      const { problems: found, families }: Verdict = verdicts[index] ?? { problems: ["says nothing"] };
      const format = formatOf(exposition.contentType);
      const rules = families === undefined ? [] : brokenRules(format, families, exposition);
      problems.push(...[...found, ...rules].map((problem) => `${format} (${reader.name}): ${problem}`));
      const steady = families?.filter(({ name }) => changing?.test(name) !== true);
      if (steady !== undefined) readings.push({ reader: reader.name, format, families: steady });
    }
  };
}

/** Compares each reading with the model, or with the first reading if there is no model. */
function disagreements({ model, results }: { model: Case["model"]; results: readonly ReadResult[] }): string[] {
  const readings = results.flatMap((result) => result.readings);
  const gathered: Reading[] = model === undefined ? [] : [{ reader: "registry", format: "model", families: model }];
  const [first, ...others] = [...gathered, ...readings];
  return first === undefined ? [] : others.flatMap((other) => compareReadings(first, other));
}

function reportOf(results: readonly ReadResult[], problems: readonly string[]): string[] {
  if (problems.length === 0) return [];
  const bodies = results
    .filter(({ exposition }) => formatOf(exposition.contentType) !== "protobuf")
    .map(({ exposition: { contentType, body } }) => `${contentType}\n${Buffer.from(body).toString().slice(0, 4000)}`);
  const more = problems.length > 10 ? [`… and ${problems.length - 10} more`] : [];
  return [[...problems.slice(0, 10), ...more, ...bodies.slice(0, 2)].join("\n")];
}
