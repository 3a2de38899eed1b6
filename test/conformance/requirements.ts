import { findProgram, type Generation, generations, isUsed, type JudgeProgram, versionOf } from "./judges/programs.js";

/** A program, or a program with a minimum major version. */
type Requirement = JudgeProgram | "prometheus 3";

/** The programs without which the tests of a folder cannot judge. */
const requirements: Readonly<Record<string, readonly Requirement[]>> = {
  readers: ["promtool", "protoc", "python3"],
  "web-config": ["promtool"],
  expositions: ["promtool", "protoc", "python3"],
  prometheus: ["prometheus", "promtool"],
  "prometheus-3": ["prometheus 3"],
  pushgateway: ["prometheus-pushgateway", "prometheus", "protoc", "python3"],
  "victoria-metrics": ["victoria-metrics"],
  chromium: ["chromium"],
  "node-exporter": ["prometheus-node-exporter"],
};
const folders = Object.entries(requirements);
const all = [...new Set(folders.flatMap(([, needed]) => needed))];

/** The requirements that no generation satisfies. */
const absent = all.filter((requirement) => !generations.some((generation) => isMet(requirement, generation)));

/** The folders whose tests cannot judge because a program is absent. Under `CI=true` they run, and fail. */
const foldersNotRun =
  process.env["CI"] === "true"
    ? []
    : folders.filter(([, needed]) => needed.some((one) => absent.includes(one))).map(([folder]) => folder);

/**
 * Returns the patterns of the test files that a generation does not run: those for which a program is absent, those for
 * which another generation has the version, and those whose programs are the same as in the generation before.
 */
export function excludedTests(generation: Generation): string[] {
  const isElsewhere = (one: Requirement): boolean => !isMet(one, generation) && !absent.includes(one);
  return folders
    .filter(
      ([folder, needed]) =>
        foldersNotRun.includes(folder) || needed.some(isElsewhere) || !needed.some((one) => judges(one, generation)),
    )
    .map(([folder]) => `test/conformance/${folder}/**`);
}

/** Returns one line: the programs that judged, their versions, the programs that were absent, and the tests that did not run. */
export function judgesUsed(): string {
  const used = generations.flatMap((generation) => {
    const programs = [...new Set(all.map(programOf))].filter((one) => findProgram(one, generation) !== undefined);
    const own = programs.filter((one) => judges(one, generation));
    const versions = own.map((one) => `${one} ${versionOf(one, generation)}`).join(", ");
    return versions === "" ? [] : [`${generation} (${versions})`];
  });
  const notRun = foldersNotRun.map((folder) => `test/conformance/${folder}`);
  return [
    `Judges: ${used.join(", ") || "none"}`,
    `absent: ${absent.join(", ") || "none"}`,
    ...(notRun.length > 0 ? [`not run: ${notRun.join(", ")}`] : []),
  ].join("; ");
}

/** Whether a generation has the program of a requirement, and the generation before has another version. */
function judges(requirement: Requirement, generation: Generation): boolean {
  return isUsed(programOf(requirement), generation, generations[generations.indexOf(generation) - 1]);
}

function isMet(requirement: Requirement, generation: Generation): boolean {
  const program = programOf(requirement);
  if (findProgram(program, generation) === undefined) return false;
  const [, major] = requirement.split(" ");
  return major === undefined || Number.parseInt(versionOf(program, generation), 10) >= Number(major);
}

function programOf(requirement: Requirement): JudgeProgram {
  return requirement.split(" ")[0] as JudgeProgram;
}
