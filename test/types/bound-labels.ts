// withLabels returns a collector of the remaining labels.
import {
  type Bound,
  CountCalls,
  Counter,
  Gauge,
  Histogram,
  type HistogramChild,
  type HistogramValue,
  StateSet,
} from "narthex";

declare function expectType<T>(value: T): void;

const requests = new Counter({ name: "a_total", help: "", labelNames: ["tenant", "route", "status"] });
const acme = requests.withLabels({ tenant: "acme" });
expectType<Bound<Counter<readonly ["route", "status"]>>>(acme);
acme.inc({ route: "/", status: 200 }, 2, { exemplar: { trace_id: "1" } });
expectType<number | undefined>(acme.get({ route: "/", status: 200 }));
// @ts-expect-error: a label is missing
acme.inc({ route: "/" });
// @ts-expect-error: the label is already bound
acme.inc({ tenant: "b", route: "/", status: 200 });
// @ts-expect-error: the label is already bound
acme.withLabels({ tenant: "b" });
// @ts-expect-error: there is no such label
requests.withLabels({ user: 1 });
// @ts-expect-error: the value is not a label value
requests.withLabels({ tenant: undefined });
// @ts-expect-error: it is not a collector that can be registered
acme.collect();

const all = acme.withLabels({ route: "/", status: 200 });
all.inc();
all.inc(2);
expectType<number | undefined>(all.get());
// @ts-expect-error: all labels are bound
all.inc({ route: "/" });

// A collector without bound labels can take the place of one with them.
function serve(_requests: Bound<Counter<readonly ["route"]>>): void {}
serve(requests.withLabels({ tenant: "acme", status: 200 }));
serve(new Counter({ name: "b_total", help: "", labelNames: ["route"] }));
// @ts-expect-error: another label must be bound
serve(acme);
// @ts-expect-error: another label must be bound
serve(new Counter({ name: "g_total", help: "", labelNames: ["route", "status"] }));
// @ts-expect-error: the label is bound
serve(requests.withLabels({ tenant: "acme", route: "/", status: 200 }));
// @ts-expect-error: the labels are others
serve(requests.withLabels({ tenant: "acme", route: "/" }));
serve(new Counter({ name: "h_total", help: "", labelNames: { route: true } }));
// @ts-expect-error: another label must be bound
serve(new Counter({ name: "i_total", help: "", labelNames: { route: true, status: ["ok"] } }));

const seconds = new Histogram({ name: "c", help: "", labelNames: { method: ["GET", "PUT"], route: true } });
const get = seconds.withLabels({ method: "GET" });
get.observe({ route: "/" }, 0.5);
expectType<HistogramChild>(get.labels({ route: "/" }));
expectType<HistogramValue | undefined>(get.get({ route: "/" }));
expectType<number>(get.startTimer()({ route: "/" }));
expectType<Promise<string>>(get.time({ route: "/" }, async () => "done"));
for (const { labels } of get.series()) expectType<string>(labels.route);
// @ts-expect-error: the label does not take this value
seconds.withLabels({ method: "TRACE" });
seconds.withLabels({ route: "/" }).observe({ method: "PUT" }, 1);

const gauge = new Gauge({ name: "d", help: "", labelNames: ["queue"] }).withLabels({ queue: "mail" });
gauge.set(1);
gauge.setToCurrentTime();
const modes = new StateSet({ name: "e", help: "", states: ["on", "off"], labelNames: ["unit"] });
modes.withLabels({ unit: "fan" }).set("on");
// @ts-expect-error: there is no such state
modes.withLabels({ unit: "fan" }).set("broken");

const names: string[] = ["tenant"];
new Counter({ name: "f_total", help: "", labelNames: names }).withLabels({ tenant: "acme" }).inc({});

class Shop {
  @CountCalls(acme, { labels: { route: "/", status: 200 } })
  open(): void {}

  // @ts-expect-error: a label is missing
  @CountCalls(acme, { labels: { route: "/" } })
  close(): void {}
}
void Shop;
