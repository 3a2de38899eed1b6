import { EventEmitter, once } from "node:events";
import type { ServerResponse } from "node:http";
import { createResponse } from "node-mocks-http";
import { describe, expect, test, vi } from "vitest";
import { Slice } from "../../../src/globals/scrape-slice.js";
import { SendDeadline } from "../../../src/service/limits/send-deadline.js";
import { sendStream, sendWhole } from "../../../src/service/scrape/send-exposition.js";
import { heldResponse } from "../scrape/held-response.js";

const never = new Promise<never>(() => {});
async function* chunks() {
  yield Buffer.alloc(10);
  await never;
}

const sendings: readonly [string, (to: ServerResponse, deadline: SendDeadline) => Promise<void>][] = [
  ["a whole exposition", (to, deadline) => sendWhole(to, Buffer.alloc(10), new Slice(), never, deadline)],
  ["a streamed exposition", (to, deadline) => sendStream(to, chunks(), false, never, deadline)],
  ["a compressed exposition", (to, deadline) => sendStream(to, chunks(), true, never, deadline)],
  [
    "a page",
    async (to, deadline) => {
      deadline.watch(to);
      to.end("page");
    },
  ],
];

describe("a client that does not read in time", () => {
  test.each(sendings)("is disconnected and counted, while it is sent %s", async (_, send) => {
    const { response } = heldResponse();
    const onSlowReader = vi.fn();
    // The write that follows fails.
    send(response, new SendDeadline(0.001, onSlowReader)).catch(() => {});
    await once(response, "close");
    expect(response.destroyed).toBe(true);
    expect(onSlowReader).toHaveBeenCalledTimes(1);
  });

  test.each(sendings)("has a connection, so other responses have no deadline: %s", async (_, send) => {
    const collected: ServerResponse = createResponse({ eventEmitter: EventEmitter });
    const once = vi.spyOn(collected, "once");
    send(collected, new SendDeadline(0.001, () => {})).catch(() => {});
    expect(once).not.toHaveBeenCalledWith("close", expect.any(Function));
  });

  test("has one deadline for a response", () => {
    const { response } = heldResponse();
    const once = vi.spyOn(response, "once");
    const deadline = new SendDeadline(3600, () => {});
    deadline.start(response);
    deadline.start(response);
    expect(once).toHaveBeenCalledTimes(1);
    response.destroy();
  });
});
