// A collect function returns what get returns, for each kind of collector that has one.
import { Counter, Gauge, Histogram, type HistogramValue, histogram, StateSet, Summary, summary } from "narthex";

declare const value: HistogramValue;

new Counter({ name: "a_total", help: "", collect: () => 1 });
new Gauge({ name: "b", help: "", labelNames: ["kind"], collect: async () => [{ labels: { kind: "a" }, value: 1 }] });
new Histogram({ name: "c", help: "", collect: () => value });
new Histogram({ name: "d", help: "", labelNames: ["kind"], collect: async () => [{ labels: { kind: "a" }, value }] });
new Summary({ name: "e", help: "", collect: () => ({ count: 1, sum: 2 }) });
new Summary({ name: "f", help: "", collect: () => ({ count: 1, sum: 2, quantiles: [{ quantile: 0.5, value: 2 }] }) });

const ages = histogram({ name: "g_seconds", help: "", labelNames: ["queue"] });
new Histogram({
  ...ages,
  collect: () => {
    const filled = new Histogram({ ...ages, registry: null });
    filled.observe({ queue: "mail" }, 1);
    return [...filled.series()].map(({ labels, child }) => ({ labels, value: child.get() }));
  },
});
const sizes = summary({ name: "h_bytes", help: "" });
new Summary({ ...sizes, collect: async () => new Summary({ ...sizes, registry: null }).get() });

// @ts-expect-error: a number is not the value of a histogram
new Histogram({ name: "i", help: "", collect: () => 1 });
// @ts-expect-error: the buckets are missing
new Histogram({ name: "j", help: "", collect: () => ({ count: 1, sum: 2 }) });
// @ts-expect-error: the label is another
new Histogram({ name: "k", help: "", labelNames: ["kind"], collect: () => [{ labels: { other: "a" }, value }] });
// @ts-expect-error: a number is not the value of a summary
new Summary({ name: "l", help: "", collect: () => 1 });
// @ts-expect-error: a spec is data
histogram({ name: "m", help: "", collect: () => value });
// @ts-expect-error: a state set is not function-backed
new StateSet({ name: "n", help: "", states: ["a"], collect: () => "a" });
