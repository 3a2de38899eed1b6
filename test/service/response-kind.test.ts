import { EventEmitter } from "node:events";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { createResponse } from "node-mocks-http";
import { describe, expect, test, vi } from "vitest";
import { Slice } from "../../src/globals/scrape-slice.js";
import { beginResponse } from "../../src/service/responses/response-head.js";
import { isConnected, releasesMemory } from "../../src/service/responses/response-kind.js";
import { sendStream, sendWhole } from "../../src/service/scrape/send-exposition.js";

/** Returns a response that waits for its socket, with properties of middleware or a platform. */
function response(properties: object = {}): ServerResponse {
  const created = new ServerResponse(new IncomingMessage(new Socket()));
  for (const [name, value] of Object.entries(properties)) Object.defineProperty(created, name, { value });
  return created;
}

describe("a response", () => {
  test("is connected if it has a socket or waits for one", () => {
    expect(isConnected(response())).toBe(true);
    expect(isConnected(response({ socket: new Socket() }))).toBe(true);
    expect(isConnected(response({ socket: undefined }))).toBe(false);
    expect(isConnected(response({ socket: {} }))).toBe(false);
  });

  test.each([
    ["a connection", {}, true],
    ["a platform without sockets", { socket: {} }, false],
    ["middleware that replaces write", { write: () => true }, false],
    ["middleware that replaces end", { end: () => {} }, false],
  ])("of %s releases the memory of its bytes or not", (_, properties, releases) => {
    expect(releasesMemory(response(properties))).toBe(releases);
  });

  test("gets the text of its status, except in HTTP/2", () => {
    const [first, second] = [response(), response({ stream: {} })];
    for (const one of [first, second]) beginResponse(one, 404);
    expect([first.statusMessage, second.statusMessage, second.statusCode]).toEqual(["Not Found", undefined, 404]);
  });
});

describe("a client that reads nothing", () => {
  const never = new Promise<never>(() => {});
  async function* chunks() {
    yield Buffer.alloc(10);
    await never;
  }
  const sendings: readonly [string, (to: ServerResponse) => Promise<void>][] = [
    ["a whole exposition", (to) => sendWhole(to, Buffer.alloc(10), new Slice(), never)],
    ["a streamed exposition", (to) => sendStream(to, chunks(), false, never)],
  ];

  test.each(sendings)("is disconnected after 30 seconds of %s", (_, send) => {
    const stalled = response();
    const timer = vi.spyOn(stalled, "setTimeout");
    // The write that follows fails.
    send(stalled).catch(() => {});
    expect(timer).toHaveBeenCalledWith(30_000, expect.any(Function));
    stalled.emit("timeout");
    expect(stalled.destroyed).toBe(true);
  });

  test.each(sendings)("has a connection, so other responses get no timer: %s", (_, send) => {
    const collected: ServerResponse = createResponse({ eventEmitter: EventEmitter });
    const timer = vi.fn();
    Object.assign(collected, { setTimeout: timer });
    void send(collected);
    expect(timer).not.toHaveBeenCalled();
  });
});
