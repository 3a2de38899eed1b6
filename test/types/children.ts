// Children have the methods of their collectors, and each has one public type.
import {
  Counter,
  type CounterChild,
  Gauge,
  type GaugeChild,
  Histogram,
  type HistogramChild,
  type HistogramValue,
  type ObserverChild,
  type RunningTimer,
  StateSet,
  type StateSetChild,
  Summary,
  type SummaryChild,
  type SummaryValue,
} from "narthex";

declare function expectType<T>(value: T): void;

const counter = new Counter({ name: "a_total", help: "", labelNames: ["kind"] }).labels({ kind: "a" });
expectType<CounterChild>(counter);
expectType<number>(counter.get());
// @ts-expect-error: a counter measures no durations
counter.startTimer();

const gauge = new Gauge({ name: "b", help: "", labelNames: ["kind"] }).labels({ kind: "a" });
expectType<GaugeChild>(gauge);
expectType<RunningTimer<readonly []>>(gauge.startTimer());
expectType<Promise<string>>(gauge.time(async () => "done"));

const observers = [
  new Histogram({ name: "c", help: "", labelNames: ["kind"] }).labels({ kind: "a" }),
  new Summary({ name: "d", help: "", labelNames: ["kind"] }).labels({ kind: "a" }),
] as const;
expectType<readonly [HistogramChild, SummaryChild]>(observers);
expectType<readonly ObserverChild[]>(observers);
expectType<HistogramValue>(observers[0].get());
expectType<SummaryValue>(observers[1].get());
expectType<number>(observers[0].time(() => 1));
const stop = observers[1].startTimer();
expectType<number>(stop());
// @ts-expect-error: a child has all labels
stop({ kind: "b" });

const states = new StateSet({ name: "e", help: "", states: ["on", "off"] }).labels({});
expectType<StateSetChild<"on" | "off">>(states);
// @ts-expect-error: there is no such state
states.set("broken");

const late = new Histogram({ name: "f", help: "", labelNames: ["kind"] }).startTimer();
expectType<number>(late({ kind: "a" }));
// @ts-expect-error: the collector has no such label
late({ sort: "a" });
const unlabelled = new Histogram({ name: "g", help: "" }).startTimer();
// @ts-expect-error: the collector has no labels
unlabelled({ kind: "a" });
