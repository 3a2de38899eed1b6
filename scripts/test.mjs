// All that has to hold before a change goes in. Prints a line for each step, the output of those that fail, and at the
// end how many tests and checks passed and failed. No script runner adds up the tests of several runners.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bin, node, root } from "./child-process.mjs";

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

/** A suite is a run of vitest or Jest: each of its tests counts, in each project that runs it. */
function suite(name, args, execPath) {
  return step(name, async () => {
    const counts = join(temp, `${name.replace(/\W+/g, "-")}.json`);
    const { ok, output } = await node(args, { execPath, env: { COUNT_TESTS: counts } });
    const variants = existsSync(counts) ? Object.entries(JSON.parse(readFileSync(counts, "utf8"))) : [];
    const sum = (state) => variants.reduce((total, [, count]) => total + count[state], 0);
    // A file that does not load, or an error outside of the tests, fails the run without failing a test.
    const failed = ok ? sum("failed") : Math.max(sum("failed"), 1);
    return { passed: sum("passed"), failed, output, variants };
  });
}

const counting = "./scripts/count-tests.mjs";
const vitest = (projects, ...files) => [
  bin("vitest", "vitest.mjs"),
  "run",
  ...files,
  ...projects.map((project) => `--project=${project}`),
  "--reporter=default",
  `--reporter=${counting}`,
];
// By default, vitest leaves one processor free, and many tests wait for connections and timers.
const parallel = "--maxWorkers=100%";
const unit = ["unit", "compiler", "legacy-*", "standard-*"];
// What a compiler emits is the same on every version of Node.js, so one compiler of each dialect is enough.
const unitOnNode24 = ["unit", "legacy-tsc", "standard-tsc"];
const node24 = bin("node-24", "bin/node");
const jest = [
  bin("jest", "bin/jest.js"),
  "--config=test/jest/jest.config.mjs",
  "--reporters=default",
  `--reporters=${counting}`,
];

async function step(name, run) {
  const begin = performance.now();
  const { passed, failed, output, variants = [] } = await run();
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  total.passed += passed;
  total.failed += failed;
  const shown = (count) => `(${count.passed} passed, ${count.failed} failed)`;
  console.log(`${failed === 0 ? "ok    " : "FAILED"} ${name.padEnd(44)} ${seconds.padStart(6)} s`);
  for (const [variant, count] of variants) console.log(`         ${variant} ${shown(count)}`);
  if (failed > 0) console.log(`${output.trimEnd()}\n`);
}

console.log(`Narthex on Node.js ${process.version}`);
await check("build", "scripts/build.mjs");

/** The checks that `npm run check` runs at the same time, one after the other: the tests need the processor. */
const quick = async () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const runner = bin("npm-run-all2", "bin/run-s/index.js");
  for (const name of Object.keys(scripts).filter((script) => script.startsWith("check:"))) {
    await check(name, runner, "--silent", name);
  }
};
const thorough = async () => {
  await suite("unit tests", [...vitest(unit), parallel]);
  await suite("unit tests on Node.js 24", [...vitest(unitOnNode24), parallel], node24);
  await suite("decorators in Jest", jest);
};
await Promise.all([quick(), thorough()]);

// Alone, since these measure.
await check("examples", "scripts/examples.mjs");
await suite("end-to-end tests", vitest(["e2e"]));
await suite("measurements on Node.js 24", vitest(["e2e"], "test/performance"), node24);

if (total.failed > 0) process.exitCode = 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
