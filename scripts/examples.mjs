// The examples import the package by its own name, as a user's program does, so it must be built before.
//
//   examples.mjs build          compiles them to temp/examples, in the legacy and in the standard dialect
//   examples.mjs start <name>   runs one, in the standard dialect
//   examples.mjs                compiles all and runs each: a program must end by itself, or serve its metrics until it is told to end
//
// A test runner could start them, but users start them as well.
//
// An example is a folder. When it has a main.ts, that is its program; else each of its files is one.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bin, nodeAll, root } from "./child-process.mjs";

const PATIENCE_MS = 30_000;
const compiled = join(root, "temp/examples");

function build(...dialects) {
  return nodeAll(
    dialects.map((dialect) => {
      rmSync(join(compiled, dialect), { recursive: true, force: true });
      const args = [bin("typescript", "bin/tsc"), "-p", `examples/tsconfig.${dialect}.json`];
      return { name: `examples, ${dialect}`, args };
    }),
  );
}

function programsOf(example) {
  const files = readdirSync(join(root, "examples", example)).filter((file) => file.endsWith(".ts"));
  return (files.includes("main.ts") ? ["main.ts"] : files).map((file) => `${example}/${file.replace(/\.ts$/, ".js")}`);
}

/** Throws unless the program ends well by itself, or prints where its metrics are, serves them and ends on SIGTERM. */
async function check(dialect, program) {
  const env = { ...process.env, PORT: "0" };
  const child = spawn(process.execPath, [join(compiled, dialect, program)], { cwd: root, env });
  const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve(code ?? signal)));
  let output = "";
  const served = new Promise((resolve) => {
    const read = (chunk) => {
      output += chunk;
      const url = /https?:\/\/\S+\/metrics\b/.exec(output)?.[0];
      if (url) resolve(url);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  try {
    const first = await Promise.race([served, ended]);
    if (typeof first === "string" && first.startsWith("http")) {
      await scrape(first);
      child.kill("SIGTERM");
    }
    const end = await ended;
    if (end !== 0 && end !== "SIGTERM") throw new Error(`it ended with ${end}`);
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`${error.message}\n${output}`);
  } finally {
    clearTimeout(timer);
  }
}

async function scrape(url) {
  const response = await fetch(url);
  const body = await response.text();
  if (!response.ok || !body.includes("# TYPE ")) throw new Error(`${url} answered ${response.status}:\n${body}`);
}

async function checkAll() {
  if (!(await build("legacy", "standard"))) return;
  const examples = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const program of examples.flatMap(({ name }) => programsOf(name))) {
    for (const dialect of ["legacy", "standard"]) {
      // Its tsconfig says which examples a dialect leaves out.
      if (!existsSync(join(compiled, dialect, program))) continue;
      try {
        await check(dialect, program);
        console.log(`${program}, ${dialect}: ok`);
      } catch (error) {
        console.log(`${program}, ${dialect}: failed: ${error.message}`);
        process.exitCode = 1;
      }
    }
  }
}

async function start(example) {
  if (!existsSync(join(root, "examples", example ?? "", "main.ts"))) throw new Error(`there is no example ${example}`);
  if (!(await build("standard"))) return;
  await import(pathToFileURL(join(compiled, "standard", example, "main.js")).href);
}

const [command, example] = process.argv.slice(2);
if (command === "start") await start(example);
else if (command === "build") await build("legacy", "standard");
else await checkAll();
