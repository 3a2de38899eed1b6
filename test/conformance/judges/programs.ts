import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The programs that judge what the library writes: the Debian package of each, and the arguments that print its version. */
const programs = {
  promtool: { package: "prometheus", version: ["--version"] },
  prometheus: { package: "prometheus", version: ["--version"] },
  "prometheus-node-exporter": { package: "prometheus-node-exporter", version: ["--version"] },
  "prometheus-pushgateway": { package: "prometheus-pushgateway", version: ["--version"] },
  "victoria-metrics": { package: "victoria-metrics", version: ["-version"] },
  protoc: { package: "protobuf-compiler", version: ["--version"] },
  chromium: { package: "chromium", version: ["--version"] },
  // Counts as present only with the module prometheus_client, whose version it prints.
  python3: {
    package: "python3-prometheus-client",
    version: ["-c", "import importlib.metadata as m, prometheus_client; print(m.version('prometheus_client'))"],
  },
} as const;

/** The name of a program that a judge needs. */
export type JudgeProgram = keyof typeof programs;

/** The judges of one generation: `installed` stands for those on the PATH. */
export type Generation = "debian-12" | "newest" | "installed";

const unpacked: readonly Generation[] = ["debian-12", "newest"];
const present = unpacked.filter((generation) => existsSync(binOf(generation)));

/** The generations to judge with, oldest first: those in `.conformance`, or else the programs on the PATH. */
export const generations: readonly Generation[] = present.length > 0 ? present : ["installed"];

/** The generations of this run: the one that the project names in `JUDGE_GENERATION`, or all. */
export const currentGenerations: readonly Generation[] = generations.filter(
  (generation) => generation === (process.env["JUDGE_GENERATION"] ?? generation),
);

/** The default generation, which is that of the project. */
export const defaultGeneration: Generation = currentGenerations[0] ?? "installed";

/**
 * Returns the path of a program.
 *
 * @throws {Error} if the program is absent; the message says what to install
 */
export function programPath(program: JudgeProgram, generation: Generation = defaultGeneration): string {
  const found = findProgram(program, generation);
  if (found !== undefined) return found;
  const name = program === "python3" ? "python3 with prometheus_client" : program;
  throw new Error(
    `${name} is not installed, and without it this test cannot judge. Run "npm run conformance:setup" or "apt-get install ${programs[program].package}".`,
  );
}

const found = new Map<string, string | undefined>();

/** Returns the path of a program: of the generation itself, of an older one, or on the PATH. */
export function findProgram(program: JudgeProgram, generation: Generation): string | undefined {
  const key = `${generation} ${program}`;
  if (!found.has(key))
    found.set(
      key,
      foldersOf(generation)
        .map((folder) => join(folder, program))
        .find(works),
    );
  return found.get(key);

  function works(path: string): boolean {
    return isExecutable(path) && (program !== "python3" || versionAt(path, program) !== undefined);
  }
}

/**
 * Whether a generation uses a program: it has one that differs from that of the generation before. Under `CI=true` an absent
 * program counts as used, so that the tests that need it fail.
 */
export function isUsed(program: JudgeProgram, generation: Generation, before: Generation | undefined): boolean {
  const path = findProgram(program, generation);
  if (path === undefined) return process.env["CI"] === "true" && before === undefined;
  return before === undefined || path !== findProgram(program, before);
}

/** Returns the version of a program's package, or else the version that the program prints. */
export function versionOf(program: JudgeProgram, generation: Generation): string {
  const path = programPath(program, generation);
  const list = join(dirname(dirname(path)), "versions.json");
  const versions: Readonly<Record<string, string>> = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : {};
  return versions[programs[program].package] ?? versionAt(path, program) ?? "of an unknown version";
}

/** Whether a program has a version, or a later one. */
export function isAtLeast(
  program: JudgeProgram,
  major: number,
  minor: number,
  generation: Generation = defaultGeneration,
): boolean {
  const [ownMajor = 0, ownMinor = 0] = versionOf(program, generation).split(".").map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function versionAt(path: string, program: JudgeProgram): string | undefined {
  const { status, stdout, stderr } = spawnSync(path, programs[program].version, { encoding: "utf8" });
  return status === 0 ? /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] : undefined;
}

function foldersOf(generation: Generation): readonly string[] {
  const own = unpacked.slice(0, unpacked.indexOf(generation) + 1).reverse();
  return [...own.map(binOf), ...(process.env["PATH"] ?? "").split(delimiter)];
}

function binOf(generation: Generation): string {
  return fileURLToPath(new URL(`../../../.conformance/${generation}/bin`, import.meta.url));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
