import { Counter, countExceptions, Gauge, Histogram, timed, trackInProgress } from "../../../src/index.js";

/** A function that returns its argument, with collectors of its own that measure its calls. */
export function measured(until?: "end") {
  const seconds = new Histogram({ name: "given_seconds", help: "Time.", registry: null });
  const running = new Gauge({ name: "given_in_progress", help: "Running.", registry: null });
  const failures = new Counter({ name: "given_failures_total", help: "Failures.", registry: null });
  const give = <T>(one: T): T => one;
  const options = { until };
  return {
    give: timed(seconds, trackInProgress(running, countExceptions(failures, give, options), options), options),
    /** Returns the number of calls that have ended, of those in progress and of those that failed. */
    read: () => [seconds.get()?.count, running.get(), failures.get()],
  };
}

/** Reads an async iterable to its end. */
export async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const one of values) seen.push(one);
  return seen;
}
