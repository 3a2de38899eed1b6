// The author of a custom collector sees plain families alone.
import type { Collector, FamilyOf, Gathered, MetricFamily, MetricType } from "narthex";
import { Registry } from "narthex";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function expectType<T>(value: T): void;

expectType<Equal<keyof MetricFamily, "name" | "help" | "type" | "unit" | "metrics">>(true);
expectType<Equal<keyof FamilyOf<MetricType>, keyof MetricFamily>>(true);

class QueueLength implements Collector {
  collect(): readonly MetricFamily[] {
    const metrics = [{ labels: { queue: "mail" }, value: 3 }];
    // @ts-expect-error: a family has no live series
    const live: MetricFamily = { name: "queue_length", help: "Waiting jobs.", type: "gauge", metrics, live: [] };
    return [live, { name: "queue_length", help: "Waiting jobs.", type: "gauge", unit: undefined, metrics }];
  }
}

const registry = new Registry();
registry.register(new QueueLength());

// A gatherer may change the families of another one.
const renamed = async (): Promise<readonly MetricFamily[]> => {
  const gathered: Gathered = await registry.gather();
  // @ts-expect-error: a gathered family has no live series either
  gathered[0]?.live;
  return gathered.map((family) => ({ ...family, name: `shop_${family.name}` }));
};
await renamed();

type Entry = typeof import("narthex");
// @ts-expect-error: the layout of series in memory is private
export type PrivateSeries = import("narthex").CollectorSeries;
// @ts-expect-error: so are its parts
export type PrivatePage = import("narthex").SeriesPageView;
expectType<Equal<Extract<keyof Entry, "LiveMetrics" | "liveSeriesOf">, never>>(true);
