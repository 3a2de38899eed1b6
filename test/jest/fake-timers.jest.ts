import { afterEach, expect, test } from "vitest";
import { Gauge, Histogram, Registry, renderText } from "../../src/index.js";

/** Jest's own fake timers, which are sinon's or, with `legacyFakeTimers`, those of Jest 26. */
declare const jest: {
  useFakeTimers(options: { readonly legacyFakeTimers?: boolean; readonly advanceTimers?: boolean }): void;
  useRealTimers(): void;
  advanceTimersByTime(milliseconds: number): void;
};

afterEach(() => jest.useRealTimers());

for (const options of [{}, { advanceTimers: true }, { legacyFakeTimers: true }]) {
  test(`durations are real and scrapes end, with the fake timers ${JSON.stringify(options)}`, async () => {
    jest.useFakeTimers(options);
    const registry = new Registry();
    const seconds = new Histogram({ name: "job_seconds", help: "", registry });
    const stop = seconds.startTimer();
    jest.advanceTimersByTime(3_600_000);
    const measured = stop();
    expect(measured).toBeGreaterThanOrEqual(0);
    expect(measured).toBeLessThan(3_600);
    new Gauge({ name: "queue_length", help: "", registry, collect: async () => 2 });
    new Gauge({ name: "hangs", help: "", registry, collect: () => new Promise<number>(() => {}) });
    const failures: string[] = [];
    const families = await registry.gather({
      deadline: AbortSignal.timeout(1),
      onFailure: (cause) => failures.push(cause),
    });
    expect(families.map(({ name }) => name)).toEqual(["job_seconds", "queue_length"]);
    expect(failures).toEqual(["deadline"]);
    expect(await renderText(registry, { names: ["job_seconds"] })).toContain("job_seconds_count 1\n");
  });
}
