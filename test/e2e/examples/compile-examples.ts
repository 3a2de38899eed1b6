import { join } from "node:path";
import { run } from "../../run-command.js";
import { root } from "../docs/code-block.js";

/**
 * Compiles the examples before a run of tests that start them. The projects of a run call it one after the other in one
 * process, and the first call compiles for all.
 */
export async function setup(): Promise<void> {
  if (process.env["EXAMPLES_COMPILED"] === "true") return;
  const { exitCode, stdout } = await run(process.execPath, [join(root, "scripts/examples.mjs"), "build"]);
  if (exitCode !== 0) throw new Error(`The examples do not compile:\n${stdout}`);
  process.env["EXAMPLES_COMPILED"] = "true";
}
