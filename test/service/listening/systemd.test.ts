import { existsSync, linkSync } from "node:fs";
import { type AddressInfo, createServer, type ListenOptions, type Server } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Service } from "../../../src/service/index.js";
import { takeSystemdSockets } from "../../../src/service/listening/systemd.js";
import { ask } from "../../web-client.js";
import { activate, type ServicePrograms, servicePrograms } from "./service-program.js";

let programs: ServicePrograms;
beforeAll(async () => {
  programs = await servicePrograms();
});
afterAll(() => programs[Symbol.dispose]());

const parents: Server[] = [];
afterEach(async () => {
  for (const parent of parents.splice(0)) await new Promise((resolve) => parent.close(resolve));
});

/** Opens a listening socket whose connections this process does not accept, because it lets a child do it. */
async function socket(options: ListenOptions = { host: "127.0.0.1", port: 0 }): Promise<Server> {
  const server = createServer();
  parents.push(server);
  await new Promise<void>((resolve) => server.listen(options, resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** A program that listens on sockets of systemd, prints what it sees, and stops at SIGTERM. */
const program = (listen: string): string =>
  programs.write(`
    import { execFileSync } from "node:child_process";
    import { readlinkSync } from "node:fs";
    import { Service } from "./service.mjs";
    const socket = readlinkSync("/proc/self/fd/3");
    const service = new Service();
    await service.start({ listen: ${listen} });
    const variables = Object.keys(process.env).filter((name) => name.startsWith("LISTEN_")).sort();
    const inherited = execFileSync("ls", ["-l", "/proc/self/fd"], { encoding: "utf8" }).includes(socket);
    console.log(JSON.stringify({ urls: service.urls, variables, inherited }));
    process.once("SIGTERM", () => service.stop());
  `);

/** Closes the parent's copies, so that only the child can accept connections. */
async function handOver(): Promise<void> {
  for (const parent of parents.splice(0)) await new Promise((resolve) => parent.close(resolve));
}

describe("a service that systemd activates", () => {
  test("listens on a socket of its parent, and child processes see neither it nor the variables", async () => {
    const tcp = await socket();
    const url = `http://127.0.0.1:${portOf(tcp)}`;
    await using child = activate(program("[{ systemd: true }]"), [tcp]);
    expect(await child.line()).toEqual({ urls: [url], variables: [], inherited: false });
    await handOver();
    expect((await ask(`${url}/metrics`)).status).toBe(200);
    expect(await child.end()).toBe("0 ");
  });

  test("listens on several sockets of each kind, and removes no file", async () => {
    const path = join(programs.folder, "activated.sock");
    const sockets = [await socket(), await socket({ path: `${path}-` }), await socket({ host: "::1", port: 0 })];
    // The parent removes the file that it has created when it closes its copy.
    linkSync(`${path}-`, path);
    const [first, , third] = sockets.map(portOf);
    await using child = activate(program("[{ systemd: true }]"), sockets);
    const urls = [`http://127.0.0.1:${first}`, `unix:${path}-`, `http://[::1]:${third}`];
    expect(await child.line()).toMatchObject({ urls });
    await handOver();
    expect((await ask(`${urls[2]}/metrics`)).status).toBe(200);
    expect((await ask("http://localhost/metrics", { socketPath: path })).status).toBe(200);
    expect(await child.end()).toBe("0 ");
    expect(existsSync(path)).toBe(true);
  });

  test("listens on the sockets of a name, and leaves the variables to the owner of the others", async () => {
    const sockets = [await socket(), await socket(), await socket()];
    await using child = activate(program('[{ systemd: true, name: "metrics" }]'), sockets, "http:metrics:metrics");
    expect(await child.line()).toMatchObject({
      urls: sockets.slice(1).map((one) => `http://127.0.0.1:${portOf(one)}`),
      variables: ["LISTEN_FDNAMES", "LISTEN_FDS", "LISTEN_PID"],
    });
  });

  test("removes the variables when the last socket has been taken", async () => {
    const listen = '[{ systemd: true, name: "b" }, { systemd: true, name: "a" }]';
    const sockets = [await socket(), await socket()];
    await using child = activate(program(listen), sockets, "a:b");
    expect(await child.line()).toMatchObject({
      urls: sockets.toReversed().map((one) => `http://127.0.0.1:${portOf(one)}`),
      variables: [],
    });
  });

  test("rejects a descriptor that is not a listening socket, and names it", async () => {
    const file = programs.write(`
      import { Service } from "./service.mjs";
      process.env.LISTEN_FDS = "2";
      const { message } = await new Service().start({ listen: [{ systemd: true }] }).catch((error) => error);
      console.log(JSON.stringify(message));
    `);
    await using child = activate(file, [await socket()]);
    expect(await child.line()).toMatch(/^Service\.start: cannot listen on file descriptor 4 of systemd: it is not a/);
  });

  test("cannot be started there again, because the sockets have been closed", async () => {
    const file = programs.write(`
      import { Service } from "./service.mjs";
      const service = new Service();
      await service.start({ listen: [{ systemd: true }] });
      await service.stop();
      const { message } = await service.start({ listen: [{ systemd: true }] }).catch((error) => error);
      console.log(JSON.stringify(message));
    `);
    await using child = activate(file, [await socket()]);
    expect(await child.line()).toBe(
      "Service.start: cannot listen on sockets of systemd: a service has listened on them before, and stopping it has closed them. Restart the process.",
    );
  });
});

describe("without activation by systemd", () => {
  const variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] as const;
  const shared = globalThis as { [key: symbol]: { descriptors: Set<number> } };
  const forget = (): void => {
    for (const variable of variables) delete process.env[variable];
    shared[Symbol.for("narthex.systemdSockets")]?.descriptors.clear();
  };
  beforeEach(forget);
  afterEach(forget);

  test.each<[string, Readonly<Partial<Record<(typeof variables)[number], string>>>, string]>([
    [
      "no variables",
      {},
      "the variables LISTEN_PID and LISTEN_FDS are not set. Start the process through a .socket unit",
    ],
    ["no process", { LISTEN_FDS: "1" }, "the variables LISTEN_PID and LISTEN_FDS are not set."],
    ["no number", { LISTEN_PID: `${process.pid}` }, "the variables LISTEN_PID and LISTEN_FDS are not set."],
    [
      "those of another process",
      { LISTEN_PID: "1", LISTEN_FDS: "1" },
      `they are for process "1", and this one is ${process.pid}. Start node itself in the unit`,
    ],
    [
      "no sockets",
      { LISTEN_PID: `${process.pid}`, LISTEN_FDS: "0" },
      'the variable LISTEN_FDS must be a number of at least 1, but is "0"',
    ],
    [
      "nonsense",
      { LISTEN_PID: `${process.pid}`, LISTEN_FDS: "one" },
      'the variable LISTEN_FDS must be a number of at least 1, but is "one"',
    ],
    [
      "other names",
      { LISTEN_PID: `${process.pid}`, LISTEN_FDS: "2", LISTEN_FDNAMES: "http" },
      'none has the name "metrics". The names are http, unknown.',
    ],
  ])("a service says that there are %s", async (_, env, message) => {
    Object.assign(process.env, env);
    await expect(new Service().start({ listen: [{ systemd: true, name: "metrics" }] })).rejects.toMatchObject({
      code: "NARTHEX_LISTEN_FAILED",
      message: expect.stringContaining(`Service.start: cannot listen on sockets of systemd: ${message}`),
    });
  });

  test("a name selects exactly the descriptors of its sockets", () => {
    const names = fc.array(fc.constantFrom("a", "b", "", "metrics.socket"), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(names, (given) => {
        forget();
        Object.assign(process.env, {
          LISTEN_PID: `${process.pid}`,
          LISTEN_FDS: `${given.length}`,
          LISTEN_FDNAMES: given.join(":"),
        });
        const all = new Set<number>();
        for (const name of new Set(given)) for (const fd of takeSystemdSockets(name || "unknown")) all.add(fd);
        expect([...all].toSorted((a, b) => a - b)).toEqual(given.map((_, index) => index + 3));
        expect(process.env["LISTEN_FDS"]).toBe(undefined);
      }),
    );
  });

  test.each([
    [{ systemd: false }, "listen[0].systemd must be true, but was false."],
    [{ systemd: undefined }, "listen[0].systemd must be true, but was undefined."],
    [{ systemd: true, name: "" }, "listen[0].name must be a non-empty string"],
    [{ systemd: true, port: 1 }, 'unknown option "listen[0].port"'],
  ])("%o is rejected", async (address, message) => {
    await expect(new Service().start({ listen: [address as never] })).rejects.toThrow(`Service.start: ${message}`);
  });
});
