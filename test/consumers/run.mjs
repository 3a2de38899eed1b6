// Tests the package, packed as for publishing, in the tools of its users. Each cell of the matrix runs the same program in
// a different test runner, bundler, package manager, compiler or version of Node.js. Prints one line for each cell, the
// output of those that fail, and the numbers of passed and failed cells.
//
//   run.mjs                  all cells, except those of runtimes that are not guaranteed
//   run.mjs jest "node 22"   the cells whose names contain one of the arguments
import { join } from "node:path";
import { bundlers } from "./cells/bundlers.mjs";
import { jest } from "./cells/jest.mjs";
import { next } from "./cells/next.mjs";
import { nodeVersions } from "./cells/node-versions.mjs";
import { otherRuntimes } from "./cells/other-runtimes.mjs";
import { packageManagers } from "./cells/package-managers.mjs";
import { typescript } from "./cells/typescript.mjs";
import { vitest } from "./cells/vitest.mjs";
import { Project } from "./project.mjs";
import { createWorkspace } from "./workspace.mjs";

/** The number of cells that run at the same time. */
const LANES = 2;

const words = process.argv.slice(2);
// The longest cells run first, so that all lanes end at about the same time.
const guaranteed = [...next, ...packageManagers, ...bundlers, ...typescript, ...jest, ...vitest, ...nodeVersions];
const cells =
  words.length === 0
    ? guaranteed
    : [...guaranteed, ...otherRuntimes].filter(({ name }) => words.some((word) => name.includes(word)));
const total = { passed: 0, failed: 0 };

async function tryCell({ name, run }, workspace) {
  const slug = name.replace(/\W+/g, "-");
  const project = new Project(join(workspace.withTools, slug));
  const alone = new Project(join(workspace.alone, slug));
  const begin = performance.now();
  const failure = await run(project, { ...workspace, alone }).then(
    () => undefined,
    (error) => (error instanceof Error ? error.message : String(error)),
  );
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  total[failure === undefined ? "passed" : "failed"]++;
  console.log(`${failure === undefined ? "ok    " : "FAILED"} ${name.padEnd(60)} ${seconds.padStart(6)} s`);
  if (failure !== undefined) console.log(`${failure.trimEnd()}\n`);
}

console.log(`Consumer tests on Node.js ${process.version}`);
const workspace = await createWorkspace();
const waiting = [...cells];
const lane = async () => {
  for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) await tryCell(cell, workspace);
};
await Promise.all(Array.from({ length: LANES }, lane));

if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
