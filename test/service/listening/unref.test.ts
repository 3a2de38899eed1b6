import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../run-command.js";
import { type ServicePrograms, servicePrograms } from "./service-program.js";

let programs: ServicePrograms;
beforeAll(async () => {
  programs = await servicePrograms();
});
afterAll(() => programs[Symbol.dispose]());

/** Runs a program that starts a service and scrapes it over a keep-alive connection. Returns its exit code and output. */
async function runWith(options: string, end: string): Promise<string> {
  const socketPath = join(programs.folder, "unref.sock");
  const file = programs.write(`
    import { Agent, get } from "node:http";
    import { Service } from "./service.mjs";
    const socketPath = ${JSON.stringify(socketPath)};
    const service = await new Service().start(${options});
    const agent = new Agent({ keepAlive: true });
    const [url] = service.urls;
    const [target, options] = url.startsWith("unix:")
      ? ["http://localhost/metrics", { agent, socketPath }]
      : [service.metricsUrl, { agent }];
    await new Promise((resolve) => {
      get(target, options, (response) => response.resume().on("end", resolve));
    });
    process.on("exit", () => console.log("ended"));
    ${end}
  `);
  const { exitCode, stdout, stderr } = await run(process.execPath, [file]);
  return `${exitCode} ${stderr}${stdout}`;
}

const addresses = ['host: "127.0.0.1"', 'listen: [{ host: "127.0.0.1" }, { host: "::1" }]', "listen: [{ socketPath }]"];

test.each(addresses)("a service started with { %s, unref } lets the process end", async (address) => {
  expect(await runWith(`{ ${address}, unref: true }`, "")).toBe("0 ended\n");
});

test.each(addresses)("a service started with { %s } keeps the process alive until it is stopped", async (address) => {
  const end = 'setTimeout(() => { console.log("alive"); void service.stop(); }, 300).unref();';
  expect(await runWith(`{ ${address} }`, end)).toBe("0 alive\nended\n");
});
