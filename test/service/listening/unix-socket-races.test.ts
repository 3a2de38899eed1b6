import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { registryOf } from "../serving.js";

/** Functions that run before a call of the system, once. */
const before = vi.hoisted(() => new Map<"linkSync" | "renameSync" | "connect", () => void>());
const run = vi.hoisted(() => (call: "linkSync" | "renameSync" | "connect") => {
  const act = before.get(call);
  before.delete(call);
  act?.();
});
vi.mock("node:fs", async (importOriginal) => {
  const fs = await importOriginal<typeof import("node:fs")>();
  const intercepted =
    (call: "linkSync" | "renameSync"): typeof fs.linkSync =>
    (from, to) => {
      run(call);
      fs[call](from, to);
    };
  return { ...fs, linkSync: intercepted("linkSync"), renameSync: intercepted("renameSync") };
});
vi.mock("node:net", async (importOriginal) => {
  const net = await importOriginal<typeof import("node:net")>();
  const intercepted = (...args: Parameters<typeof net.connect>) => {
    run("connect");
    return net.connect(...args);
  };
  return { ...net, connect: intercepted };
});

let folder: string;
let path: string;
let others: Server[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "narthex-race-"));
  path = join(folder, "metrics.sock");
  others = [];
});
afterEach(async () => {
  before.clear();
  for (const other of others) await new Promise((resolve) => other.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<Service> {
  return new Service({ registry: registryOf(1) }).start({ listen: [{ socketPath: path }] });
}

/** Lets another server listen, and gives its socket a second name. */
async function listenAt(at: string): Promise<void> {
  const server = createServer((socket) => socket.on("error", () => {}).end("other"));
  others.push(server);
  await new Promise<void>((resolve) => server.listen(`${at}-`, resolve));
  linkSync(`${at}-`, at);
}

/** Leaves a socket at the path, as a process does that is killed. */
async function leaveSocket(): Promise<void> {
  await listenAt(path);
  await new Promise((resolve) => others.pop()?.close(resolve));
}

/** Replaces the socket at the path by one that was prepared. */
function replaceBy(prepared: string): void {
  rmSync(path);
  linkSync(prepared, path);
}

/** Returns what a server at the path sends. */
function readAt(): Promise<string> {
  return new Promise((resolve, reject) => {
    connect({ path }).setEncoding("utf8").on("data", resolve).on("error", reject);
  });
}

test("a socket that another process creates while the service starts is an error, and stays", async () => {
  await listenAt(join(folder, "other"));
  before.set("linkSync", () => linkSync(join(folder, "other"), path));
  await expect(start()).rejects.toThrow("another process has changed it at the same moment. Start only one of them");
  expect(await readAt()).toBe("other");
});

test("a file that another process creates while the service starts stays", async () => {
  before.set("linkSync", () => writeFileSync(path, "text"));
  await expect(start()).rejects.toThrow("another process has changed it");
  expect(readFileSync(path, "utf8")).toBe("text");
  expect(readdirSync(folder)).toEqual(["metrics.sock"]);
});

test.each(["connect", "renameSync"] as const)(
  "a stale socket that another process replaces before %s stays",
  async (call) => {
    await leaveSocket();
    await listenAt(join(folder, "other"));
    before.set(call, () => replaceBy(join(folder, "other")));
    await expect(start()).rejects.toMatchObject({ code: "NARTHEX_LISTEN_FAILED" });
    expect(await readAt()).toBe("other");
    expect(readdirSync(folder).toSorted()).toEqual(["metrics.sock", "other", "other-"]);
  },
);

test("a stale socket that another process removes during the start is an error", async () => {
  await leaveSocket();
  before.set("connect", () => rmSync(path));
  await expect(start()).rejects.toThrow("another process has changed it");
  expect(readdirSync(folder)).toEqual([]);
});

test("a file system without hard links is supported", async () => {
  before.set("linkSync", () => {
    throw Object.assign(new Error("operation not supported"), { code: "ENOTSUP" });
  });
  await using _ = await start();
  expect((await ask("http://localhost/metrics", { socketPath: path })).status).toBe(200);
  expect(readdirSync(folder)).toEqual(["metrics.sock"]);
});

test("a socket whose process may not be asked is an error, and stays", async () => {
  await leaveSocket();
  before.set("connect", () => {
    throw Object.assign(new Error("permission denied"), { code: "EACCES" });
  });
  await expect(start()).rejects.toThrow(`the Unix socket ${path}: permission denied. Let the process write`);
  expect(readdirSync(folder)).toEqual(["metrics.sock"]);
});
