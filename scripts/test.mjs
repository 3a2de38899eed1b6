// All that has to hold before a change goes in. Prints a line for each step, the output of those that fail, and at the
// end how many tests and checks passed and failed.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bin, node, root } from "./run.mjs";

const temp = join(root, "temp/test");
rmSync(temp, { recursive: true, force: true });
mkdirSync(temp, { recursive: true });

const total = { passed: 0, failed: 0 };

/** A check is one script: it passes or it fails. */
function check(name, ...args) {
  return step(name, async () => {
    const { ok, output } = await node(args);
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
  });
}

/** A suite is a run of vitest: each of its tests counts. */
function suite(name, { projects, execPath }) {
  return step(name, async () => {
    const report = join(temp, `${name.replace(/\W+/g, "-")}.json`);
    const { ok, output } = await node(
      [
        bin("vitest", "vitest.mjs"),
        "run",
        ...projects.flatMap((project) => ["--project", project]),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ],
      { execPath },
    );
    const { numPassedTests: passed, numTotalTests } = resultsIn(report);
    const failed = numTotalTests - passed;
    // A file that does not load, or an error outside of the tests, fails the run without failing a test.
    return { passed, failed: ok ? failed : Math.max(failed, 1), output };
  });
}

function resultsIn(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { numPassedTests: 0, numTotalTests: 0 };
  }
}

async function step(name, run) {
  const begin = performance.now();
  const { passed, failed, output } = await run();
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  total.passed += passed;
  total.failed += failed;
  const count = passed + failed > 1 ? ` (${passed} passed, ${failed} failed)` : "";
  console.log(`${failed === 0 ? "ok    " : "FAILED"} ${name.padEnd(44)} ${seconds.padStart(6)} s${count}`);
  if (failed > 0) console.log(`${output.trimEnd()}\n`);
}

console.log(`Narthex on Node.js ${process.version}`);
await check("build", "scripts/build.mjs");

const quick = async () => {
  await check("exports", "scripts/exports.mjs", "--check");
  await check(
    "format and lint (biome)",
    bin("@biomejs/biome", "bin/biome"),
    "ci",
    "--error-on-warnings",
    "--colors=off",
  );
  await check("types of sources and tests (TypeScript 6, 7)", "scripts/typecheck.mjs");
  await check("public interface (api-extractor)", "scripts/api.mjs");
  await check("unused code and dependencies (knip)", bin("knip", "bin/knip.js"), "--no-config-hints");
  await check("package (publint, attw)", "scripts/package.mjs");
  await check("documentation (typedoc)", bin("typedoc", "bin/typedoc"));
  await check("type tests (TypeScript 5.2 to 7.0)", "scripts/types.mjs");
  await check("consumers of the package", "test/consumers/run.mjs");
};
const thorough = async () => {
  const projects = ["unit", "legacy", "standard"];
  await suite("unit tests", { projects });
  await suite("unit tests on Node.js 24", { projects, execPath: bin("node-24", "bin/node") });
};
await Promise.all([quick(), thorough()]);

// Alone, since these measure.
await check("examples", "scripts/examples.mjs");
await suite("end-to-end tests", { projects: ["e2e"] });

if (total.failed > 0) process.exitCode = 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
