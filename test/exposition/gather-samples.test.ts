import { expect, test } from "vitest";
import { gatherSamples } from "../../src/exposition/index.js";
import { Counter, type GatherOptions, Gauge, Histogram, Registry } from "../../src/index.js";
import { samplesOf } from "../../src/testing/index.js";
import { turnsUntil } from "../event-loop-turns.js";

function registryOfThree(): Registry {
  const registry = new Registry({ constLabels: { zone: "a" } });
  const requests = new Counter({ name: "requests_total", help: "Requests.", labelNames: ["method"], registry });
  requests.inc({ method: "GET" }, 2);
  new Histogram({ name: "job_seconds", help: "", unit: "seconds", buckets: [1], registry }).observe(0.5);
  new Gauge({ name: "depth", help: "", registry }).set(Number.NaN);
  return registry;
}

test("gatherSamples returns the families, by name, with their samples as plain objects", async () => {
  expect(await gatherSamples(registryOfThree())).toStrictEqual([
    { name: "depth", type: "gauge", help: "", samples: [{ name: "depth", labels: { zone: "a" }, value: Number.NaN }] },
    {
      name: "job_seconds",
      type: "histogram",
      help: "",
      unit: "seconds",
      samples: [
        { name: "job_seconds_bucket", labels: { zone: "a", le: "1.0" }, value: 1 },
        { name: "job_seconds_bucket", labels: { zone: "a", le: "+Inf" }, value: 1 },
        { name: "job_seconds_sum", labels: { zone: "a" }, value: 0.5 },
        { name: "job_seconds_count", labels: { zone: "a" }, value: 1 },
      ],
    },
    {
      name: "requests_total",
      type: "counter",
      help: "Requests.",
      samples: [{ name: "requests_total", labels: { zone: "a", method: "GET" }, value: 2 }],
    },
  ]);
});

test("gatherSamples returns the samples that samplesOf of narthex/testing returns", async () => {
  const registry = registryOfThree();
  using families = await registry.gather();
  const samples = (await gatherSamples(registry)).flatMap((family) => family.samples);
  expect(samples).toEqual(samplesOf(families));
});

test("gatherSamples returns the selected families, as JSON that can be read again", async () => {
  const families = await gatherSamples(registryOfThree(), { names: new Set(["requests_total"]) });
  expect(families).toHaveLength(1);
  expect(JSON.parse(JSON.stringify(families))).toEqual(families);
});

test("gatherSamples lets the event loop run, and releases the families in the end", async () => {
  const registry = new Registry();
  const gauge = new Gauge({ name: "g", help: "", labelNames: ["i"], maxSeries: 20_000, registry });
  for (let i = 0; i < 20_000; i++) gauge.set({ i }, i);
  expect(await turnsUntil(gatherSamples(registry))).toBeGreaterThan(3);
  let released = 0;
  const gather = async (options?: GatherOptions) => {
    const gathered = await registry.gather(options);
    return Object.assign([...gathered], { [Symbol.dispose]: () => void released++ });
  };
  await gatherSamples({ gather });
  expect(released).toBe(1);
});

test("gatherSamples rejects what it would otherwise ignore", async () => {
  await expect(gatherSamples({} as Registry)).rejects.toThrow(/^gatherSamples: gatherer must be a registry/);
  await expect(gatherSamples(new Registry(), { accept: "" } as object)).rejects.toThrow(
    'gatherSamples: unknown option "accept". The options are names, deadline, onFailure.',
  );
  await expect(gatherSamples(new Registry(), { names: "a" as unknown as string[] })).rejects.toThrow(
    /^gatherSamples: names must be a list/,
  );
});
