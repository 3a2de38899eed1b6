import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { setClock } from "../../src/model/clock.js";
import { eventLoopDelay } from "../../src/runtime/event-loop-delay.js";
import { families, numberIn } from "./readings.js";

let disposables: Disposable[] = [];
afterEach(() => {
  for (const disposable of disposables) disposable[Symbol.dispose]();
  disposables = [];
});

/** A clock that stands until it is moved, in milliseconds. */
function standingClock(): { at: number } {
  const time = { at: 0 };
  disposables.push(setClock({ monotonic: () => time.at, now: () => time.at }));
  return time;
}

function openDelay() {
  const reader = eventLoopDelay.open();
  disposables.push({ [Symbol.dispose]: () => reader.close?.() });
  return reader;
}

const block = (milliseconds: number) => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

describe("the event-loop delay", () => {
  test("is left out while nothing was recorded", () => {
    expect(openDelay().read()).toEqual({});
  });

  test("shows a stall of the window", async () => {
    const reader = openDelay();
    await sleep(30);
    block(60);
    await sleep(30);
    const shown = await reader.read();
    const value = (name: string) => Number(shown[`nodejs_eventloop_lag_${name}_seconds`]);
    expect(value("max")).toBeGreaterThanOrEqual(0.05);
    expect(value("min")).toBeLessThan(0.05);
    expect(value("mean")).toBeGreaterThanOrEqual(value("min"));
    expect(value("p50")).toBeLessThanOrEqual(value("p90"));
    expect(value("p90")).toBeLessThanOrEqual(value("p99"));
    expect(value("p99")).toBeLessThanOrEqual(value("max"));
    expect(value("stddev")).toBeGreaterThan(0);
  });

  test("is the same for two scrapers that come within five seconds", async () => {
    const time = standingClock();
    const reader = openDelay();
    await sleep(40);
    const first = await reader.read();
    expect(first).not.toEqual({});
    await sleep(40);
    time.at = 4_999;
    expect(await reader.read()).toEqual(first);
  });

  test("begins a new window after five seconds, without the stall of the former", async () => {
    const time = standingClock();
    const reader = openDelay();
    await sleep(20);
    block(200);
    await sleep(20);
    const first = await reader.read();
    await sleep(40);
    time.at = 5_000;
    const second = await reader.read();
    expect(Number(second["nodejs_eventloop_lag_max_seconds"])).toBeLessThan(
      Number(first["nodejs_eventloop_lag_max_seconds"]),
    );
  });
});

describe("the event loop", () => {
  test("has a lag that the scrape's own work is no part of", async () => {
    const lag = families({ exclude: ["gc"] }).then((read) => numberIn(read.get("nodejs_eventloop_lag_seconds")));
    block(100);
    expect(await lag).toBeLessThan(0.1);
  });

  test("counts its active and its idle seconds", async () => {
    const read = async () => {
      const found = await families();
      return {
        active: numberIn(found.get("nodejs_eventloop_active_seconds_total")) ?? Number.NaN,
        idle: numberIn(found.get("nodejs_eventloop_idle_seconds_total")) ?? Number.NaN,
      };
    };
    const before = await read();
    block(40);
    await sleep(60);
    const after = await read();
    expect(after.active - before.active).toBeGreaterThan(0.035);
    expect(after.idle - before.idle).toBeGreaterThan(0.02);
  });
});
