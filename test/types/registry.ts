// A registry returns collectors of the class that a spec declares, with all their methods.
import {
  type Collector,
  Counter,
  counter,
  type HistogramChild,
  type HistogramValue,
  histogram,
  info,
  Registry,
  type StateSet,
  stateSet,
} from "narthex";

declare function expectType<T>(value: T): void;

const registry = new Registry();
const some = counter({ name: "some_total", help: "", labelNames: ["kind"] });
expectType<Counter<readonly ["kind"]>>(registry.getOrCreate(some));
const modes = stateSet({ name: "mode", help: "", states: ["on", "off"], labelNames: ["kind"] });
expectType<StateSet<"on" | "off", readonly ["kind"]>>(registry.getOrCreate(modes));
registry.getOrCreate(modes).set({ kind: "a" }, "on");
// @ts-expect-error: there is no such state
registry.getOrCreate(modes).set({ kind: "a" }, "broken");
registry.getOrCreate(info({ name: "build", help: "", labelNames: ["version"] })).set({ version: "1" });
const durations = histogram({ name: "d", help: "", labelNames: { method: ["GET", "PUT"] } });
expectType<HistogramValue | undefined>(registry.getOrCreate(durations).get({ method: "GET" }));
for (const { labels, child } of registry.getOrCreate(durations).series({ method: "GET" }))
  expectType<[string, HistogramChild]>([labels.method, child]);

expectType<Collector | undefined>(registry.get("some_total"));
const found = registry.get("some_total");
if (found instanceof Counter) found.clear();
expectType<boolean>(registry.unregister("some_total"));
