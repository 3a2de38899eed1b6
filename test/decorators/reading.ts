import type { CollectorSpec, Registry } from "../../src/index.js";

type Readable = { get(labels: object): number | { count: number; sum: number } | undefined };

function read(registry: Registry, spec: CollectorSpec, labels: object): ReturnType<Readable["get"]> {
  return (registry.getOrCreate(spec) as unknown as Readable).get(labels);
}

/** The value of a counter or gauge, or the number of observations of a histogram or summary. */
export function value(registry: Registry, spec: CollectorSpec, labels: object = {}): number | undefined {
  const found = read(registry, spec, labels);
  return typeof found === "object" ? found.count : found;
}

/** The sum of a histogram's or summary's observations. */
export function sum(registry: Registry, spec: CollectorSpec, labels: object = {}): number | undefined {
  const found = read(registry, spec, labels);
  return typeof found === "object" ? found.sum : undefined;
}

/** Every series of a registry as `name{labels}` with its value or count, without those at 0. */
export async function shown(registry: Registry): Promise<Record<string, number>> {
  const all = await shownWithZeros(registry);
  return Object.fromEntries(Object.entries(all).filter(([, number]) => number !== 0));
}

/** Every series of a registry as `name{labels}` with its value or count, without those of process metrics. */
export async function shownWithZeros(registry: Registry): Promise<Record<string, number>> {
  using families = await registry.gather();
  const own = families.filter(({ name }) => !/^(process|nodejs)_/.test(name));
  const series = own.flatMap(({ name, metrics }) =>
    [...metrics].map((metric) => {
      const labels = Object.entries(metric.labels).map(([label, text]) => `${label}=${text}`);
      const number = "value" in metric ? metric.value : "count" in metric ? metric.count : Number.NaN;
      return [labels.length === 0 ? name : `${name}{${labels.join(",")}}`, number] as const;
    }),
  );
  return Object.fromEntries(series);
}
