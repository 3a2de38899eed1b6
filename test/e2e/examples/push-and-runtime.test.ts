import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../run-command.js";
import { root } from "../docs/code-block.js";

describe.each(["legacy", "standard"])("in the %s dialect", (dialect) => {
  const output = async (name: string, ...variables: readonly string[]) => {
    const program = join(root, "temp/examples", dialect, name, "main.js");
    const { exitCode, stdout, stderr } = await run("env", [...variables, process.execPath, program]);
    expect(exitCode, stderr).toBe(0);
    return stdout.toString();
  };

  test("push-job prints the metrics that it would push if no gateway is given", async () => {
    const printed = await output("push-job");
    expect(printed).toMatch(/^POST \/metrics\/job\/nightly_backup\/volume@base64\/\S+\n/);
    expect(printed).toContain("backup_records_total 42\n");
    expect(printed).toContain("backup_success 1\n");
  });

  test("runtime prints all process metrics, and those that were selected", async () => {
    const printed = await output("runtime");
    expect(printed).toMatch(/^The default registry: \d+ samples, for example\n {2}nodejs_/);
    expect(printed).toMatch(/A registry of its own: \d+ samples, for example\n {2}worker_nodejs_\w+\{queue="mail"/);
  });
});
