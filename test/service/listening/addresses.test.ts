import { Server } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { onError } from "../../../src/globals/error-listener.js";
import { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { registryOf, scrape } from "../serving.js";

const { listen } = Server.prototype;
afterEach(() => {
  vi.restoreAllMocks();
  onError(undefined);
});

/** Starts a service whose server cannot listen, and returns the error. */
async function failure(code: string | undefined, options: { host?: string; port?: number }): Promise<unknown> {
  const cause = Object.assign(new Error("the system says no"), code === undefined ? {} : { code });
  vi.spyOn(Server.prototype, "listen").mockImplementation(function (this: Server) {
    process.nextTick(() => this.emit("error", cause));
    return this;
  });
  const error = await new Service().start(options).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ cause });
  return error;
}

describe("a service that cannot listen", () => {
  test.each([
    ["EACCES", "permission denied. Choose a port of 1024 or above"],
    ["EADDRNOTAVAIL", "this machine has no such address. Choose one of its addresses, or omit host"],
    ["ENOTFOUND", "the host name does not exist. Check the option host"],
    ["EAI_AGAIN", "the host name cannot be resolved at the moment. Try again later"],
    ["EOTHER", "the system says no"],
  ])("names the reason of %s and the remedy", async (code, reason) => {
    expect(await failure(code, { host: "h", port: 80 })).toMatchObject({
      code: "NARTHEX_LISTEN_FAILED",
      message: `Service.start: cannot listen on port 80 of h: ${reason}.`,
    });
  });

  test("names the port alone if there is no host", async () => {
    expect(await failure(undefined, {})).toMatchObject({
      message: "Service.start: cannot listen on port 0: the system says no.",
    });
  });
});

describe("a listening service", () => {
  test.each([
    ["10.0.0.10", "10.0.0.10"],
    ["0.metrics.example", "0.metrics.example"],
    ["fe80::", "[fe80::]"],
    ["fe80::1%eth0", "[fe80::1%25eth0]"],
    ["0:0:0:0:0:0:0:0", "localhost"],
  ])("writes the host %s as %s in its URL", async (host, written) => {
    vi.spyOn(Server.prototype, "listen").mockImplementation(function (this: Server, ...args: unknown[]) {
      return listen.call(this, { port: 0, host: "127.0.0.1" }, args.at(-1) as () => void);
    });
    await using service = await new Service({ registry: registryOf(1) }).start({ host });
    expect(service.url.replace(/:\d+$/, "")).toBe(`http://${written}`);
  });

  test("reports an error of its server once and continues to serve", async () => {
    const reported: string[] = [];
    onError((error, { source, code }) => reported.push(`${source} ${code}: ${error.message}`));
    const servers = vi.spyOn(Server.prototype, "listen");
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1" });
    const server = servers.mock.contexts[0] as Server;
    server.emit("error", new Error("too many open files"));
    server.emit("error", new Error("too many open files"));
    expect(reported).toEqual(["service NARTHEX_SERVER_FAILED: too many open files"]);
    expect((await scrape(service)).status).toBe(200);
  });

  test.each([
    [true, { unref: true }],
    [false, { unref: false }],
    [false, {}],
  ])("holds the event loop unless unref is set (%s %o), as do its connections", async (unref, options) => {
    const listenerUnref = vi.spyOn(Server.prototype, "unref");
    const servers = vi.spyOn(Server.prototype, "listen");
    await using service = await new Service({ registry: registryOf(1) }).start({ host: "127.0.0.1", ...options });
    const server = servers.mock.contexts[0] as Server;
    const unrefs: boolean[] = [];
    server.prependListener("connection", (socket) => {
      vi.spyOn(socket, "unref").mockImplementation(() => {
        unrefs.push(true);
        return socket;
      });
    });
    expect((await ask(service.metricsUrl)).status).toBe(200);
    expect([listenerUnref.mock.contexts.includes(server), unrefs.length > 0]).toEqual([unref, unref]);
  });
});
