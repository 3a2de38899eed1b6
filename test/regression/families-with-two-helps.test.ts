import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Collector, Gauge, type MetricFamily, onError, Registry, renderText } from "../../src/index.js";

const told = vi.fn();
beforeEach(() => onError(told.mockReset()));
afterEach(() => onError(undefined));

/** A collector that returns one series of the family `jobs`. */
function jobs(help: string, queue: string, more: Partial<MetricFamily> = {}): Collector {
  const metrics = [{ labels: { queue }, value: 1 }];
  return { collect: () => [{ name: "jobs", help, type: "gauge", metrics, ...more } as MetricFamily] };
}

async function written(registry: Registry) {
  const failures: string[] = [];
  return { text: await renderText(registry, { onFailure: (cause) => failures.push(cause) }), failures };
}

test("two custom collectors whose help texts differ are both exposed, with the first help text", async () => {
  const registry = new Registry();
  registry.register(jobs("Jobs that wait.", "a"));
  registry.register(jobs("Waiting jobs.", "b"));
  const text = '# HELP jobs Jobs that wait.\n# TYPE jobs gauge\njobs{queue="a"} 1\njobs{queue="b"} 1\n';
  expect(await written(registry)).toEqual({ text, failures: [] });
  expect(await written(registry)).toEqual({ text, failures: [] });
  expect(told).toHaveBeenCalledOnce();
  const [error, incident] = told.mock.calls[0] as [Error, unknown];
  expect(incident).toEqual({ source: "jobs", code: "NARTHEX_DIFFERENT_HELP" });
  expect(error.message).toBe(
    'jobs: two collectors return this family, one with the help "Jobs that wait." and one with "Waiting jobs.". The first help is exposed. Give both the same one.',
  );
});

test("the help text of a live collector takes precedence", async () => {
  const registry = new Registry();
  registry.register(jobs("Waiting jobs.", "b"));
  new Gauge({ name: "jobs", help: "Jobs that wait.", labelNames: ["queue"], registry }).set({ queue: "a" }, 1);
  const { text, failures } = await written(registry);
  expect(text).toBe('# HELP jobs Jobs that wait.\n# TYPE jobs gauge\njobs{queue="a"} 1\njobs{queue="b"} 1\n');
  expect(failures).toEqual([]);
});

test("a collector is omitted if the type differs or a series is duplicated", async () => {
  const registry = new Registry();
  registry.register(jobs("Jobs that wait.", "a"));
  registry.register(jobs("Jobs that wait.", "b", { type: "unknown" } as Partial<MetricFamily>));
  registry.register(jobs("Waiting jobs.", "a"));
  const { text, failures } = await written(registry);
  expect(text).toBe('# HELP jobs Jobs that wait.\n# TYPE jobs gauge\njobs{queue="a"} 1\n');
  expect(failures).toEqual(["duplicate", "duplicate"]);
});
