import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../e2e/docs/code-block.js";
import { run } from "../../run-command.js";
import { ask } from "../../web-client.js";
import { PushgatewayServer } from "../judges/pushgateway-server.js";
import { textOf } from "../readings/format.js";

describe.each(["legacy", "standard"])("in the %s dialect", (dialect) => {
  test("push-job pushes to a Pushgateway", async () => {
    await using gateway = await PushgatewayServer.start();
    const program = join(root, "temp/examples", dialect, "push-job/main.js");
    const { exitCode, stderr } = await run("env", [`PUSHGATEWAY_URL=${gateway.url}`, process.execPath, program]);
    expect(exitCode, stderr).toBe(0);
    const { body } = await ask(`${gateway.url}/metrics`);
    expect(textOf(body)).toContain(
      'backup_records_total{instance="",job="nightly_backup",volume="/var/lib/shop"} 42\n',
    );
    expect(textOf(body)).toContain('backup_success{instance="",job="nightly_backup",volume="/var/lib/shop"} 1\n');
  });
});
