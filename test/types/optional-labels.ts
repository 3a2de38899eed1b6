// Labels that are declared as optional may be absent, undefined or null; others may not.
import {
  type Bound,
  type CollectorSpec,
  CountCalls,
  Counter,
  counter,
  Declares,
  declarationsOf,
  Gauge,
  Histogram,
  Info,
  InProgress,
  type LabelNameOf,
  Registry,
  type Settled,
  StateSet,
  Summary,
  Timer,
  timed,
} from "narthex";

declare const tenant: string | undefined;
declare const region: string | null;
declare function expectType<T>(value: T): void;

const requests = new Counter({ name: "r_total", help: "", labelNames: ["method", "tenant?"] });
requests.inc({ method: "GET" });
requests.inc({ method: "GET", tenant });
requests.inc({ method: "GET", tenant: null }, 2, { exemplar: { trace_id: "1" } });
requests.labels({ method: "GET", tenant: undefined }).inc();
requests.labels({ tenant: 5, method: true }).inc();
requests.remove({ method: "GET" });
requests.removeMatching({ tenant: undefined });
expectType<number | undefined>(requests.get({ method: "GET" }));
for (const { labels } of requests.series({ tenant: null })) {
  expectType<string>(labels.method);
  expectType<string | undefined>(labels.tenant);
  // @ts-expect-error: the label may be absent
  expectType<string>(labels.tenant);
}
// @ts-expect-error: method is not optional
requests.inc({ tenant: "acme" });
// @ts-expect-error: method is not optional
requests.inc({ method: undefined, tenant: "acme" });
// @ts-expect-error: method is not optional
requests.inc({ method: region });
// @ts-expect-error: a misspelt label
requests.inc({ method: "GET", tennant: "acme" });
// @ts-expect-error: the mark is not part of the name
requests.inc({ method: "GET", "tenant?": "acme" });
// @ts-expect-error: an object is no value
requests.inc({ method: "GET", tenant: {} });

const declared = new Gauge({
  name: "d",
  help: "",
  labelNames: { method: ["GET", "POST"], "zone?": ["eu", "us"], "id?": true },
});
declared.set({ method: "GET" }, 1);
declared.set({ method: "GET", zone: "eu", id: 1 }, 1);
declared.set({ method: "POST", zone: undefined, id: region }, 1);
// @ts-expect-error: a value that is not declared
declared.set({ method: "GET", zone: "asia" }, 1);
// @ts-expect-error: a value that is not declared
declared.set({ method: "PUT" }, 1);

const all = new Histogram({ name: "a", help: "", labelNames: ["tenant?", "region?"] });
all.observe({}, 1);
all.observe({ tenant, region }, 1);
all.startTimer({ tenant })({ region });
all.time({ region }, () => 1);
// @ts-expect-error: the labels come first, although all are optional
all.observe(1);

const acme = requests.withLabels({ tenant: "acme" });
acme.inc({ method: "GET" });
// @ts-expect-error: the label is bound
acme.inc({ method: "GET", tenant: "other" });
const nobody: Bound<Counter<["method"]>> = requests.withLabels({ tenant: undefined });
nobody.inc({ method: "GET" });
const gets: Bound<Counter<["tenant?"]>> = requests.withLabels({ method: "GET" });
gets.inc({});
gets.inc({ tenant }, 2);
declared.withLabels({ zone: "eu", id: null }).set({ method: "GET" }, 1);
declared.withLabels({ method: "GET" }).set({ zone: "us" }, 1);
all.withLabels({ tenant }).withLabels({ region: "eu" }).observe(1);

new Summary({ name: "s", help: "", labelNames: ["tenant?"] }).observe({}, 1);
new StateSet({ name: "t", help: "", states: ["on", "off"], labelNames: ["tenant?"] }).set({}, "on");
new Info({ name: "i", help: "", labelNames: ["version", "commit?"] }).set({ version: "1" });
new Counter({
  name: "c_total",
  help: "",
  labelNames: ["kind?"],
  collect: () => [{ value: 1 }, { labels: { kind: "a" }, value: 2 }],
});
expectType<"method" | "tenant">({} as LabelNameOf<["method", "tenant?"]>);

// Names that the compiler does not know may be those of optional labels.
const dynamic = new Counter({ name: "y_total", help: "", labelNames: ["a", "b?"] as readonly string[] });
dynamic.inc({ a: 1, b: tenant });

const calls = counter({ name: "k_total", help: "", labelNames: { outcome: ["ok", "failed"], "tenant?": true } });
const optional = counter({ name: "o_total", help: "", labelNames: ["tenant?"] });
const seconds = new Histogram({ name: "q", help: "", labelNames: ["method", "tenant?"] });
expectType<CollectorSpec>(calls);
new Registry().getOrCreate(calls).inc({ outcome: "ok" });

@Declares(calls)
export class Orders {
  @CountCalls(calls, { labels: { outcome: "ok" } })
  @CountCalls(calls, { labels: { outcome: "ok", tenant } })
  @CountCalls(optional)
  @CountCalls(optional, { labels: {} })
  @CountCalls(optional, { until: "end" })
  constant() {}

  @CountCalls(calls, { labels: ({ outcome }: Settled) => ({ outcome: outcome.ok ? "ok" : "failed" }) })
  @CountCalls(calls, { labels: () => ({ outcome: "ok", tenant }) })
  @CountCalls(calls, { labels: () => ({ outcome: "ok", ...(tenant && { tenant }) }) })
  @CountCalls(optional, { labels: ({ args: [id] }: Settled<[string | undefined]>) => ({ tenant: id }) })
  @Timer(seconds, { labels: ({ method }) => ({ method, tenant: null }) })
  computed(_id: string | undefined) {}

  // @ts-expect-error: outcome is not optional
  @CountCalls(calls, { labels: { tenant } })
  // @ts-expect-error: outcome is not optional
  @CountCalls(calls, { labels: () => ({ tenant }) })
  // @ts-expect-error: a misspelt label
  @CountCalls(calls, { labels: () => ({ outcome: "ok", tennant: "acme" }) })
  // @ts-expect-error: the option labels is missing
  @CountCalls(calls)
  // @ts-expect-error: a counter is no gauge
  @InProgress(optional)
  fails() {}
}
declarationsOf(Orders);
timed(seconds, () => 1, { labels: () => ({ method: "m" }) });
