import { afterEach, expect, test, vi } from "vitest";
import { PAGE_SIZE } from "../../src/collectors/storage/slots.js";
import { systemClock } from "../../src/globals/clock.js";
import { Counter, Registry } from "../../src/index.js";
import { fakeClock } from "../../src/testing/index.js";
import { turnsUntil } from "../event-loop-turns.js";

afterEach(() => {
  vi.restoreAllMocks();
});

test("the check of idle series yields to the event loop after each slice", async () => {
  const series = 40_000;
  using clock = fakeClock();
  const registry = new Registry();
  const jobs = new Counter({ name: "jobs", help: "", labelNames: ["id"], ttlSeconds: 60, maxSeries: series, registry });
  for (let id = 0; id < series; id++) jobs.inc({ id });
  (await registry.gather())[Symbol.dispose]();
  clock.advance(60);
  let now = 0;
  // A slice has at most four pages.
  vi.spyOn(systemClock, "monotonic").mockImplementation(() => {
    now += 0.25;
    return now;
  });
  const gathering = registry.gather();
  const turns = await turnsUntil(gathering);
  expect((await gathering).map(({ name }) => name)).toEqual(["narthex_series_expired_total"]);
  expect(turns).toBeGreaterThanOrEqual(Math.floor(series / PAGE_SIZE / 5));
});
