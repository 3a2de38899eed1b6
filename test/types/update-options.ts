// Unknown options of an update do not compile.
import { Counter, Gauge, Histogram, Summary } from "narthex";

const options = { name: "m", help: "", labelNames: ["a"] } as const;
const counter = new Counter(options);
const single = new Counter({ name: "s", help: "" });
const gauge = new Gauge(options);
const histogram = new Histogram(options);
const summary = new Summary(options);
const labels = { a: 1 };
const misspelt = { exmplar: { trace_id: "1" } };

counter.inc(labels, 1, { exemplar: { trace_id: "1" } });
// @ts-expect-error: a misspelt option
counter.inc(labels, 1, { exmplar: { trace_id: "1" } });
// @ts-expect-error: a variable with a misspelt option
counter.inc(labels, 1, misspelt);
// @ts-expect-error: a misspelt option of a counter without labels
single.inc(1, misspelt);
// @ts-expect-error: a misspelt option of a child
counter.labels(labels).inc(1, misspelt);
// @ts-expect-error: a misspelt option of a bound collector
counter.withLabels(labels).inc(1, misspelt);
// @ts-expect-error: a misspelt option
histogram.observe(labels, 1, misspelt);
// @ts-expect-error: a misspelt option of a child
histogram.labels(labels).observe(1, misspelt);
// @ts-expect-error: a misspelt option of a bound collector
histogram.withLabels(labels).observe(1, { exmplar: {} });
// @ts-expect-error: a misspelt option
summary.observe(labels, 1, misspelt);
// @ts-expect-error: a gauge has no options
gauge.set(labels, 1, { exemplar: {} });
// @ts-expect-error: a timer takes labels
histogram.startTimer({ exemplar: {} });
// @ts-expect-error: time has no options
histogram.time(labels, () => 1, { exemplar: {} });
