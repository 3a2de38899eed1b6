import {
  findProgram,
  type Generation,
  generations,
  isUsed,
  type JudgeProgram,
  judgePrograms,
  versionOf,
} from "./judges/programs.js";

/** The programs without which the tests of a folder cannot judge. */
const requirements: Readonly<Record<string, readonly JudgeProgram[]>> = {
  readers: ["promtool", "protoc", "python3"],
  expositions: ["promtool", "protoc", "python3"],
  prometheus: ["prometheus", "promtool"],
  pushgateway: ["prometheus-pushgateway", "prometheus", "protoc", "python3"],
  "victoria-metrics": ["victoria-metrics"],
  chromium: ["chromium"],
};

const before = (generation: Generation): Generation | undefined => generations[generations.indexOf(generation) - 1];

/** The programs that no generation has. */
const absent = judgePrograms.filter((program) => generations.every((generation) => isAbsent(program, generation)));

/** The folders whose tests cannot judge because a program is absent. Under `CI=true` they run, and fail. */
const foldersNotRun =
  process.env["CI"] === "true"
    ? []
    : Object.keys(requirements).filter((folder) => requirements[folder]?.some((program) => absent.includes(program)));

/**
 * Returns the patterns of the test files that a generation does not run: those that a program is absent for, and those
 * whose programs are all the same as in the generation before.
 */
export function excludedTests(generation: Generation): string[] {
  return Object.keys(requirements)
    .filter((folder) => foldersNotRun.includes(folder) || !requirements[folder]?.some((one) => judges(one, generation)))
    .map((folder) => `test/conformance/${folder}/**`);
}

/** Returns one line: the programs that judged, their versions, the programs that were absent, and the tests that did not run. */
export function judgesUsed(): string {
  const used = generations.flatMap((generation) => {
    const programs = judgePrograms.filter((one) => !isAbsent(one, generation) && judges(one, generation));
    const versions = programs.map((one) => `${one} ${versionOf(one, generation)}`).join(", ");
    return versions === "" ? [] : [`${generation} (${versions})`];
  });
  const notRun = foldersNotRun.map((folder) => `test/conformance/${folder}`);
  return [
    `Judges: ${used.join(", ") || "none"}`,
    `absent: ${absent.join(", ") || "none"}`,
    ...(notRun.length > 0 ? [`not run: ${notRun.join(", ")}`] : []),
  ].join("; ");
}

function judges(program: JudgeProgram, generation: Generation): boolean {
  return isUsed(program, generation, before(generation));
}

function isAbsent(program: JudgeProgram, generation: Generation): boolean {
  return findProgram(program, generation) === undefined;
}
