import { describe, expect, test } from "vitest";
import { parse } from "../../src/exposition/index.js";
import {
  acceptHeaderFor,
  type Exemplar,
  type ExpositionFormatName,
  Histogram,
  type MetricFamily,
  Registry,
  render,
} from "../../src/index.js";

const exemplar = (length: number): Exemplar => ({ labels: { t: "x".repeat(length - 1) }, value: 1, timestamp: 5 });

const jobs = (given: Exemplar | undefined): MetricFamily => ({
  name: "jobs_total",
  help: "",
  type: "counter",
  metrics: [{ labels: {}, value: 1, exemplar: given }],
});

/** A family with a long exemplar in a classic bucket, and another in the native buckets. */
const sizes: MetricFamily = {
  name: "sizes",
  help: "",
  type: "histogram",
  metrics: [
    {
      labels: {},
      count: 1,
      sum: 1,
      buckets: [{ upperBound: Infinity, count: 1, exemplar: exemplar(200) }],
      native: {
        schema: 0,
        zeroThreshold: 2 ** -128,
        zeroCount: 0,
        positiveSpans: [{ offset: 0, length: 1 }],
        positiveCounts: [1],
        negativeSpans: [],
        negativeCounts: [],
        exemplars: [{ ...exemplar(129), timestamp: 5 }],
      },
    },
  ],
};

async function shown(registry: Registry, format: ExpositionFormatName): Promise<readonly MetricFamily[]> {
  const { body, contentType } = await render(registry, { accept: acceptHeaderFor(format) });
  return parse(body, contentType);
}

function registryOf(...families: MetricFamily[]): Registry {
  const registry = new Registry();
  for (const family of families) registry.register({ collect: () => [family] });
  return registry;
}

describe.each(["openmetrics-1.0.0", "protobuf"] as const)("in %s", (format) => {
  test("an exemplar of 128 code points in the family of a custom collector is shown", async () => {
    expect(await shown(registryOf(jobs(exemplar(128))), format)).toMatchObject([
      { metrics: [{ exemplar: exemplar(128) }] },
    ]);
    const emoji = { labels: { t: "🔥".repeat(127) }, value: 1, timestamp: 5 };
    expect(await shown(registryOf(jobs(emoji)), format)).toMatchObject([{ metrics: [{ exemplar: emoji }] }]);
  });

  test("a longer exemplar is left out, and its series is shown", async () => {
    const families = await shown(registryOf(jobs(exemplar(129)), sizes), format);
    expect(families).toMatchObject([{ metrics: [{ value: 1 }] }, { metrics: [{ count: 1 }] }]);
    expect(JSON.stringify(families)).not.toContain("xxx");
  });

  test("a longer exemplar of a gatherer without a registry is left out", async () => {
    const gatherer = { gather: async () => Object.assign([jobs(exemplar(129))], { [Symbol.dispose]: () => {} }) };
    const { body, contentType } = await render(gatherer, { accept: acceptHeaderFor(format) });
    expect(parse(body, contentType)).toEqual([{ ...jobs(undefined), metrics: [{ labels: {}, value: 1 }] }]);
  });

  test("an exemplar without a timestamp has none", async () => {
    const untimed = { labels: { t: "a" }, value: 1 };
    expect((await shown(registryOf(jobs(untimed)), format))[0]?.metrics).toStrictEqual([
      { labels: {}, value: 1, exemplar: untimed },
    ]);
  });
});

test("the exemplars that are left out are counted by family, at the next scrape", async () => {
  const registry = registryOf(jobs(exemplar(129)), sizes);
  const dropped = async () => (await shown(registry, "protobuf")).find(({ name }) => name.includes("dropped"))?.metrics;
  expect(await dropped()).toBeUndefined();
  expect(await dropped()).toEqual([
    { labels: { metric: "jobs_total" }, value: 1 },
    { labels: { metric: "sizes" }, value: 2 },
  ]);
  registry.gatherNow()[Symbol.dispose]();
  expect(await dropped()).toMatchObject([{ value: 3 }, { value: 6 }]);
});

test("a family that is not asked for counts nothing", async () => {
  const registry = registryOf(jobs(exemplar(129)));
  (await registry.gather({ names: ["other"] }))[Symbol.dispose]();
  expect(await shown(registry, "protobuf")).toHaveLength(1);
});

test("a long exemplar that a collect function returns is counted under the name of its histogram", async () => {
  const registry = new Registry();
  const buckets = [{ upperBound: Infinity, count: 1, exemplar: exemplar(129) }];
  new Histogram({ name: "h", help: "", buckets: [], registry, collect: () => ({ count: 1, sum: 1, buckets }) });
  await shown(registry, "protobuf");
  expect((await shown(registry, "protobuf"))[1]?.metrics).toEqual([{ labels: { metric: "h" }, value: 1 }]);
});
