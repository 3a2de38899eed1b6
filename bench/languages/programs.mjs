import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The library of each language as a package of Debian, with the packages that a program needs. */
const libraries = [
  { name: "client_golang", packages: ["golang-go", "golang-github-prometheus-client-golang-dev"], start: startGo },
  { name: "client_python", packages: ["python3", "python3-prometheus-client"], start: startPython },
];

const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The program of this library. */
export const ours = { name: "narthex", command: [process.execPath, file("narthex.mjs")] };

/**
 * Returns the programs of other languages, with the version of the library that each uses, or without a command if a
 * package is not installed.
 *
 * @param {string} folder - for programs that are compiled
 */
export function programs(folder) {
  return libraries.map(({ name, packages, start }) => {
    const versions = packages.map(versionOf);
    const missing = packages.filter((_, i) => versions[i] === undefined);
    return missing.length > 0 ? { name, missing } : { name, version: versions.at(-1), command: start(folder) };
  });
}

/** Debian's Go packages are source below one folder, without a network and without modules. */
function startGo(folder) {
  const program = join(folder, "client_golang");
  const env = { ...process.env, GO111MODULE: "off", GOPATH: "/usr/share/gocode", GOFLAGS: "" };
  run("go", ["build", "-o", program, file("client_golang.go")], { env });
  return [program];
}

/** The machine's own Python finds the packages of Debian, another one on the PATH does not. */
function startPython() {
  return [existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3", file("client_python.py")];
}

function versionOf(name) {
  const { status, stdout } = spawnSync("dpkg-query", ["--show", name], { encoding: "utf8" });
  return status === 0 ? /\t(?:\d+:)?([\d.]*\d)/.exec(stdout)?.[1] : undefined;
}

/** Runs a command and returns its output. */
export function run(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { maxBuffer: 2 ** 28, ...options });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}
