import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { activeClock, systemClock } from "../../../src/globals/clock.js";
import { onError } from "../../../src/globals/error-listener.js";
import type { Logger } from "../../../src/service/index.js";
import { ServiceLog } from "../../../src/service/log/service-log.js";

let lines: string[];
let nowMs: number;
beforeEach(() => {
  lines = [];
  nowMs = 1e6;
  activeClock.current = { monotonic: () => nowMs, now: () => nowMs };
});
afterEach(() => {
  activeClock.current = systemClock;
  onError(undefined);
  vi.restoreAllMocks();
});

/** A logger that is an object with methods, which need their receiver. */
class Recorder implements Logger {
  readonly #lines = lines;
  info(message: string): void {
    this.#lines.push(`info ${message}`);
  }
  warn(message: string): void {
    this.#lines.push(`warn ${message}`);
  }
  error(message: string): void {
    this.#lines.push(`error ${message}`);
  }
}

describe("the log of a service", () => {
  test("writes messages with the level of the logger's method", () => {
    const log = new ServiceLog(new Recorder());
    log.info("a");
    log.warn("b");
    expect(lines).toEqual(["info narthex: a", "warn narthex: b"]);
  });

  test("writes a warning that clients cause once a minute, with the number of those that were omitted", () => {
    const log = new ServiceLog(new Recorder());
    for (let n = 0; n < 1000; n++) log.warn("a");
    log.warn("b");
    nowMs += 59_999;
    log.warn("a");
    nowMs += 1;
    log.warn("a");
    nowMs += 60_000;
    log.warn("a");
    expect(lines).toEqual([
      "warn narthex: a",
      "warn narthex: b",
      "warn narthex: a (and 1000 times since the last message)",
      "warn narthex: a",
    ]);
  });

  test("writes one line without control characters, whatever a message contains", () => {
    const log = new ServiceLog(new Recorder());
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        lines.length = 0;
        log.info(text);
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        if (!/[\p{Cc}\u2028\u2029]/u.test(text)) expect(lines[0]).toBe(`info narthex: ${text}`);
      }),
    );
  });

  test("writes an error once for each subject and code, and the listener gets it too", () => {
    const warned = vi.spyOn(process, "emitWarning");
    const heard: string[] = [];
    const log = new ServiceLog(new Recorder());
    const incident = { source: "service", code: "NARTHEX_SERVER_FAILED" } as const;
    log.report(log, new Error("first\nsecond"), incident);
    log.report(log, new Error("again"), incident);
    onError((error) => heard.push(error.message));
    log.report({}, new Error("other"), incident);
    expect(lines).toEqual([
      "error narthex: first\\u000asecond (NARTHEX_SERVER_FAILED)",
      "error narthex: other (NARTHEX_SERVER_FAILED)",
    ]);
    expect([heard, warned.mock.calls]).toEqual([["other"], []]);
  });

  test("warns of failed handshakes, which clients cause", () => {
    const log = new ServiceLog(new Recorder());
    log.report({}, new Error("refused"), { source: "service", code: "NARTHEX_HANDSHAKE_FAILED" });
    expect(lines).toEqual(["warn narthex: refused (NARTHEX_HANDSHAKE_FAILED)"]);
  });

  test("without a logger reports errors as process warnings, and writes nothing", () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const log = new ServiceLog();
    log.info("a");
    log.warn("a");
    log.report({}, new Error("failed"), { source: "service", code: "NARTHEX_SERVER_FAILED" });
    expect(warned).toHaveBeenCalledTimes(1);
  });

  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("disk full");
      },
    ],
    ["returns a promise that rejects", () => Promise.reject(new Error("disk full"))],
  ])("survives a logger that %s, and reports that once", async (_, write) => {
    const codes: string[] = [];
    onError((error, { code, source }) => codes.push(`${source} ${code} ${error.message}`));
    const log = new ServiceLog({ info: write, warn: write, error: write });
    log.info("a");
    log.warn("b");
    log.report({}, new Error("c"), { source: "service", code: "NARTHEX_SERVER_FAILED" });
    await new Promise(setImmediate);
    expect(codes.toSorted()).toEqual(["logger NARTHEX_LISTENER_FAILED disk full", "service NARTHEX_SERVER_FAILED c"]);
  });
});
