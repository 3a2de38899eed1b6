import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { beginResponse } from "../../src/service/responses/response-head.js";
import { isConnected, releasesMemory } from "../../src/service/responses/response-kind.js";

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
