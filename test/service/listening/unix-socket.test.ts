import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { onError } from "../../../src/globals/error-listener.js";
import { Service } from "../../../src/service/index.js";
import { type Answer, ask } from "../../web-client.js";
import { registryOf } from "../serving.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "narthex-unix-"));
  path = join(folder, "metrics.sock");
});
afterEach(() => {
  vi.restoreAllMocks();
  onError(undefined);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a service on a Unix socket. */
function serveAt(socketPath: string, mode?: number): Promise<Service> {
  return new Service({ registry: registryOf(1) }).start({ listen: [{ socketPath, mode }] });
}

function askAt(socketPath: string): Promise<Answer> {
  return ask("http://localhost/metrics", { socketPath });
}

/** Leaves a socket at a path, as a process does that is killed. */
async function leaveSocket(at: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${at}-`, resolve));
  linkSync(`${at}-`, at);
  await new Promise((resolve) => server.close(resolve));
}

describe("a service on a Unix socket", () => {
  test("answers there, and lists it as unix: with the path", async () => {
    await using service = await serveAt(path);
    expect(service.urls).toEqual([`unix:${path}`]);
    expect((await askAt(path)).status).toBe(200);
  });

  test("has no URL", async () => {
    await using service = await serveAt(path);
    expect(() => service.url).toThrow(`it listens only on unix:${path}. Use urls`);
    expect(() => service.metricsUrl).toThrow("The service has no URL");
  });

  test("has the URL of the first TCP address in addition to it", async () => {
    const listen = [{ socketPath: path }, { host: "127.0.0.1" }];
    await using service = await new Service({ registry: registryOf(1) }).start({ listen });
    expect(service.urls).toEqual([`unix:${path}`, service.url]);
    expect((await ask(service.metricsUrl)).status).toBe(200);
  });

  test("leaves no other file in the folder", async () => {
    await using _ = await serveAt(path, 0o600);
    expect(readdirSync(folder)).toEqual(["metrics.sock"]);
  });

  test("removes the socket when it stops", async () => {
    const service = await serveAt(path);
    await service.stop();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("can be started there again", async () => {
    const service = await serveAt(path);
    await service.stop();
    await using again = await service.start({ listen: [{ socketPath: path }] });
    expect((await askAt(again.urls[0]?.slice("unix:".length) ?? "")).status).toBe(200);
  });

  test("does not remove the socket of another process that has replaced it", async () => {
    const service = await serveAt(path);
    renameSync(path, join(folder, "moved"));
    await using other = await serveAt(path);
    await service.stop();
    expect((await askAt(path)).status).toBe(200);
    expect(other.urls).toEqual([`unix:${path}`]);
  });

  test("stops although the folder has been removed", async () => {
    const service = await serveAt(path);
    rmSync(folder, { recursive: true });
    await service.stop();
    expect(existsSync(path)).toBe(false);
  });

  test("resolves a relative path when it starts", async () => {
    const working = vi.spyOn(process, "cwd").mockReturnValue(folder);
    await using service = await serveAt("metrics.sock");
    working.mockRestore();
    expect(service.urls).toEqual([`unix:${path}`]);
    expect((await askAt(path)).status).toBe(200);
  });
});

describe("the mode of a Unix socket", () => {
  test("is the given one, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 0o777 }), async (mode) => {
        await using _ = await serveAt(path, mode);
        expect(lstatSync(path).mode & 0o777).toBe(mode);
      }),
      { numRuns: 50 },
    );
  });

  test("is that of any new socket by default", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, "plain"), resolve));
    await using _ = await serveAt(path);
    expect(lstatSync(path).mode).toBe(lstatSync(join(folder, "plain")).mode);
    await new Promise((resolve) => server.close(resolve));
  });

  test("is set while no other user can reach the socket", async () => {
    chmodSync(folder, 0o777);
    const { listen } = Server.prototype;
    const created: (readonly [string, number])[] = [];
    vi.spyOn(Server.prototype, "listen").mockImplementation(function (this: Server, ...args: unknown[]) {
      const at = (args[0] as { path: string }).path;
      created.push([at, lstatSync(dirname(at)).mode & 0o777]);
      return Reflect.apply(listen, this, args) as Server;
    });
    await using _ = await serveAt(path, 0o600);
    expect(created).toEqual([[expect.stringMatching(/\/narthex-unix-\w{6}\/\.\w{6}\/s$/), 0o700]]);
  });
});

describe("at the path of a Unix socket", () => {
  test("a socket on which no process listens is replaced", async () => {
    await leaveSocket(path);
    await expect(askAt(path)).rejects.toThrow(/ECONNREFUSED/);
    await using _ = await serveAt(path);
    expect((await askAt(path)).status).toBe(200);
    expect(readdirSync(folder)).toEqual(["metrics.sock"]);
  });

  test("a socket on which a process listens is an error, and stays", async () => {
    await using _ = await serveAt(path);
    await expect(serveAt(path)).rejects.toMatchObject({
      code: "NARTHEX_LISTEN_FAILED",
      message: `Service.start: cannot listen on the Unix socket ${path}: a process listens there. Stop it, or choose another path.`,
      cause: { code: "EADDRINUSE" },
    });
    expect((await askAt(path)).status).toBe(200);
    expect(readdirSync(folder)).toEqual(["metrics.sock"]);
  });

  test.each([
    ["a file", () => writeFileSync(path, "text")],
    ["a folder", () => mkdirSync(path)],
    ["a symbolic link", () => symlinkSync("nowhere", path)],
  ])("%s is an error, and stays", async (_, create) => {
    create();
    const before = lstatSync(path);
    await expect(serveAt(path)).rejects.toThrow(
      `${path}: a file that is not a socket exists there. Remove it, or choose`,
    );
    const { ino, mtimeMs, mode } = lstatSync(path);
    expect({ ino, mtimeMs, mode }).toEqual({ ino: before.ino, mtimeMs: before.mtimeMs, mode: before.mode });
    expect(readdirSync(folder)).toEqual(["metrics.sock"]);
  });

  test("one of several services that start at once listens, and the others are told", async () => {
    await leaveSocket(path);
    const starts = await Promise.allSettled(Array.from({ length: 5 }, () => serveAt(path)));
    const started = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
    const codes = starts.map((start) => (start.status === "rejected" ? start.reason.code : "started"));
    expect(codes.toSorted()).toEqual([...Array(4).fill("NARTHEX_LISTEN_FAILED"), "started"]);
    expect((await askAt(path)).status).toBe(200);
    expect(readdirSync(folder)).toEqual(["metrics.sock"]);
    for (const service of started) await service.stop();
  });

  test("the socket is removed if the service cannot listen on another address", async () => {
    await using holder = await new Service().start({ host: "127.0.0.1" });
    const port = Number(new URL(holder.url).port);
    const listen = [{ socketPath: path }, { host: "127.0.0.1", port }];
    await expect(new Service().start({ listen })).rejects.toThrow(`cannot listen on port ${port}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a folder that is absent is an error", async () => {
    const absent = join(folder, "absent", "metrics.sock");
    await expect(serveAt(absent)).rejects.toThrow(`the Unix socket ${absent}: the folder does not exist. Create it`);
  });

  test("a folder that is a file is an error", async () => {
    writeFileSync(path, "");
    await expect(serveAt(join(path, "x"))).rejects.toThrow("a part of the path is not a folder");
  });
});

describe("the name of a Unix socket", () => {
  const ofLength = (length: number) => join(folder, "s".repeat(length - folder.length - 1));

  test("can be as long as the system allows", async () => {
    const longest = ofLength(107);
    await using service = await serveAt(longest);
    expect(service.urls).toEqual([`unix:${longest}`]);
    expect((await askAt(longest)).status).toBe(200);
    expect(readdirSync(folder)).toEqual([longest.slice(folder.length + 1)]);
  });

  test.each([
    ["a byte too long", () => ofLength(108)],
    ["too long in bytes, not in characters", () => join(folder, "é".repeat(107 - folder.length - 1))],
    ["too long with its folder", () => join(folder, "f".repeat(98 - folder.length - 1), "s")],
    ["empty", () => ""],
    ["with a zero character", () => `${folder}/a\0b`],
    ["without an abstract name", () => "\0"],
    ["with a second zero character", () => "\0a\0b"],
    ["too long as an abstract name", () => `\0${"s".repeat(107)}`],
  ])("must not be %s", async (_, name) => {
    await expect(serveAt(name())).rejects.toMatchObject({
      code: "NARTHEX_INVALID_OPTION",
      message: expect.stringMatching(/^Service\.start: listen\[0\]\.socketPath must .* 10[67] bytes/),
    });
  });
});

describe("an abstract socket", () => {
  const name = `narthex-test-${process.pid}`;

  test("needs no file", async () => {
    await using service = await serveAt(`\0${name}`);
    expect(service.urls).toEqual([`unix:@${name}`]);
    expect((await askAt(`\0${name}`)).status).toBe(200);
    expect(readFileSync("/proc/net/unix", "utf8")).toContain(`@${name}`);
  });

  test("can be as long as the system allows", async () => {
    const longest = `\0${"s".repeat(106)}`;
    await using _ = await serveAt(longest);
    expect((await askAt(longest)).status).toBe(200);
  });

  test("in use is an error", async () => {
    await using _ = await serveAt(`\0${name}`);
    await expect(serveAt(`\0${name}`)).rejects.toThrow(`the Unix socket @${name}: a process listens there.`);
  });

  test("has no mode", async () => {
    await expect(serveAt(`\0${name}`, 0o600)).rejects.toThrow(
      "listen[0].mode must not be set together with an abstract",
    );
  });
});

describe("the options of a Unix socket", () => {
  test.each([
    [{ socketPath: undefined }, "listen[0].socketPath must be a string, but was undefined."],
    [{ socketPath: 7 }, "listen[0].socketPath must be a string, but was 7."],
    [
      { socketPath: "s", mode: 660 },
      "listen[0].mode must be the permissions of a file, from 0o000 to 0o777, but was 660.",
    ],
    [{ socketPath: "s", mode: "0660" }, "listen[0].mode must be the permissions of a file"],
    [{ socketPath: "s", mode: 0.5 }, "listen[0].mode must be the permissions of a file"],
    [{ socketPath: "s", mode: -1 }, "listen[0].mode must be the permissions of a file"],
    [{ socketPath: "s", port: 1 }, 'unknown option "listen[0].port"'],
  ])("%o are rejected", async (address, message) => {
    await expect(new Service().start({ listen: [address as never] })).rejects.toThrow(`Service.start: ${message}`);
  });

  test.each([
    ["win32", "s", "must not be set on Windows, whose named pipes are not supported"],
    ["win32", "\\\\.\\pipe\\metrics", "must not be set on Windows, whose named pipes are not supported"],
    ["darwin", "\0s", "must not begin with a zero character, because only Linux has abstract sockets"],
  ] as const)("depend on the system: %s, %j", async (platform, socketPath, message) => {
    const real = process.platform;
    Object.defineProperty(process, "platform", { value: platform });
    try {
      await expect(serveAt(socketPath)).rejects.toThrow(message);
    } finally {
      Object.defineProperty(process, "platform", { value: real });
    }
  });
});
