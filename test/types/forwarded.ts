// Options that are forwarded may be undefined, with `exactOptionalPropertyTypes` too, and what is inferred stays.
import {
  CountCalls,
  Counter,
  type CounterOptions,
  counter,
  Gauge,
  Histogram,
  type HistogramOptions,
  Info,
  Instrumented,
  Registry,
  render,
  renderText,
  StateSet,
  Summary,
  stream,
  Timer,
  timed,
} from "narthex";
import { Pushgateway } from "narthex/push";
import { collectRuntimeMetrics } from "narthex/runtime";
import { Service } from "narthex/service";

declare function expectType<T>(value: T): void;

/** Options that a function of an application accepts and forwards. */
interface Given {
  readonly constLabels?: Record<string, string> | undefined;
  readonly unit?: string | undefined;
  readonly namespace?: string | undefined;
  readonly maxSeries?: number | undefined;
  readonly registry?: Registry | undefined;
}

export function instruments(given: Given): void {
  const { constLabels, unit, namespace, maxSeries, registry } = given;
  const common = { help: "", constLabels, unit, namespace, maxSeries, registry };
  new Counter({ ...common, name: "a_total" }).inc();
  new Gauge({ ...common, name: "b", collect: undefined }).set(1);
  new Histogram({ ...common, name: "c", buckets: undefined, native: undefined }).observe(1);
  new Histogram({ ...common, name: "n", native: { growthFactor: undefined, maxBuckets: undefined } });
  new Summary({ ...common, name: "d", quantiles: undefined, maxAgeSeconds: undefined }).observe(1);
  new Info({ name: "e", help: "", constLabels, namespace, registry }).set({ version: "1" });
  new StateSet({ ...common, name: "f", states: ["on", "off"] }).set("on");
  new Registry({ prefix: undefined, constLabels });
}

declare const names: readonly ["kind"] | undefined;
const none = counter({ name: "none_total", help: "", unit: undefined });
new Counter({ name: "named_total", help: "", labelNames: names }).inc({ kind: "a" });
new Counter({ name: "unnamed_total", help: "", labelNames: undefined }).inc({});
const some = counter({
  name: "some_total",
  help: "",
  labelNames: ["kind"],
  constLabels: undefined,
  otherValue: undefined,
});
const registry = new Registry();
registry.getOrCreate(none).inc(1);
registry.getOrCreate(some).labels({ kind: "a" });
// @ts-expect-error: the label is missing
registry.getOrCreate(some).labels({});
new Counter(some).inc({ kind: "a" });
const bare = counter({ name: "bare", help: "", labelNames: ["kind"], totalSuffix: false });
new Counter({ ...bare, name: "other", totalSuffix: undefined }).inc({ kind: "a" });
// @ts-expect-error: only counters have a suffix
new Gauge({ name: "bare", help: "", totalSuffix: false });
new Counter({ ...none, registry: undefined, reuse: undefined }).inc();

expectType<CounterOptions>({
  name: "",
  help: "",
  labelNames: undefined,
  totalSuffix: undefined,
  collect: undefined,
  nameValidation: undefined,
});
expectType<HistogramOptions>({ name: "", help: "", buckets: undefined, registry: undefined });

@Instrumented({
  name: undefined,
  registry: undefined,
  namespace: undefined,
  constLabels: undefined,
  exclude: undefined,
})
export class Orders {
  @CountCalls(none, { when: undefined, until: undefined, exemplar: undefined })
  @CountCalls(some, { labels: { kind: "a" }, until: undefined })
  @Timer({ until: undefined })
  place(): void {}
}
export const placed = timed(new Summary({ name: "placed", help: "" }), () => 1, { when: undefined, until: undefined });

export async function serve(): Promise<void> {
  const rendering = { names: undefined, signal: undefined, onFailure: undefined, createdSamples: undefined };
  await render(registry, { ...rendering, accept: undefined, formats: undefined });
  await stream(registry, { ...rendering, accept: undefined, formats: undefined, reuseChunksAfter: undefined });
  await renderText(registry, { ...rendering, format: undefined });
  collectRuntimeMetrics(registry, { prefix: undefined, constLabels: undefined, exclude: undefined });
  const service = new Service({ registry: undefined, path: undefined, scrapeTimeoutSeconds: undefined });
  await service.start({ host: undefined, port: undefined, tls: undefined, unref: undefined });
  await service.stop({ graceSeconds: undefined });
  const gateway = new Pushgateway({
    url: "",
    job: "",
    groupingKey: undefined,
    tls: { servername: undefined },
    retry: undefined,
  });
  await gateway.push({ also: undefined, signal: undefined });
}
