import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { certificates, pem } from "../../certificates.js";
import { Program } from "../../e2e/run-program.js";
import { credentials, PushgatewayServer } from "../judges/pushgateway-server.js";

let job: Program;
let server: PushgatewayServer;
beforeAll(async () => {
  job = await Program.of(new URL("../../e2e/push-job.ts", import.meta.url));
  server = await PushgatewayServer.start();
});
afterAll(async () => {
  job[Symbol.dispose]();
  await server.stop();
});

const optionsFor = (how: string, more: object = {}) => JSON.stringify({ url: server.url, job: how, ...more });

async function arrived(how: string, name: string): Promise<string> {
  const group = (await server.groups()).find(({ labels }) => labels["job"] === how);
  return group !== undefined && name in group ? "yes" : "no";
}

/** The rows of the table in docs/push.md, by their first cell. */
const rows = readFileSync(new URL("../../../docs/push.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
const rowOf = (how: string) => rows.find(([first]) => first === how);

describe("a job that pushes on exit and ends by", () => {
  test.each([
    "return",
    "SIGTERM",
    "SIGINT",
    "SIGTERM, handled",
    "process.exitCode",
    "process.exit",
    "uncaught exception",
    "unhandled rejection",
    "SIGKILL",
  ])("%s pushes what docs/push.md says, and ends as it would without a push", async (how) => {
    const plain = await job.run(how);
    const pushing = await job.run(how, optionsFor(how));
    const endOf = ({ code, signal }: typeof plain) => signal ?? `code ${code}`;
    expect([endOf(pushing), pushing.stderr, pushing.stdout]).toEqual([endOf(plain), plain.stderr, plain.stdout]);
    expect([how, await arrived(how, "records"), await arrived(how, "queue"), endOf(pushing)]).toEqual(rowOf(how));
  });

  test("return after a handled exception pushes everything", async () => {
    const { code } = await job.run("handled exception", optionsFor("handled exception"));
    expect([code, await arrived("handled exception", "queue")]).toEqual([0, "yes"]);
  });

  test("a signal with a one-time handler pushes before the handler ends the process", async () => {
    const how = "SIGTERM, handled once before";
    const { code, signal } = await job.run(how, optionsFor(how));
    expect([code, signal, await arrived(how, "records")]).toEqual([4, null, "yes"]);
  });

  test("process.exit reports why the push failed", async () => {
    const { code, stdout } = await job.run("process.exit, told", optionsFor("told", { path: "/nowhere" }));
    expect([code, stdout]).toEqual([
      3,
      `PUT ${server.url}/nowhere/job/told failed with status 404: 404 page not found`,
    ]);
  });

  test("an exception pushes to a gateway with TLS and basic authentication", async () => {
    await using secure = await PushgatewayServer.start({ tls: "client-certificate", basicAuth: true });
    const { authority, client } = certificates;
    const tls = { ca: pem(authority.cert), key: pem(client.key), cert: pem(client.cert) };
    await job.run("uncaught exception", optionsFor("secure", { url: secure.url, tls, auth: credentials }));
    expect(await secure.groups()).toMatchObject([{ labels: { job: "secure" }, last_push_successful: true }]);
  });
});
