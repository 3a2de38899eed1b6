// The members of collectors, children and registries, as editors offer them. A private member would be in these lists.
import type {
  Bound,
  Collector,
  CollectorSource,
  Counter,
  CounterChild,
  Gauge,
  GaugeChild,
  Histogram,
  HistogramChild,
  Info,
  LiveCollector,
  Registry,
  StateSet,
  Summary,
} from "narthex";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function expectType<T>(value: T): void;

/** The members that editors offer. The only other one is a symbol, from which the compiler infers the labels. */
type Members<T> = Extract<keyof T, string>;

type Labels = readonly ["kind"];
type Described = "kind" | "name" | "help" | "labelNames" | "optionalLabels";
type Families = "collect" | "describe";
type Sets = "labels" | "series" | "remove" | "removeMatching" | "clear" | "get" | "withLabels";
type Timers = "startTimer" | "time";
type Changes = "inc" | "dec" | "add" | "sub" | "set" | "setToCurrentTime";

expectType<Equal<Members<Counter<Labels>>, Described | Families | Sets | "inc">>(true);
expectType<Equal<Members<Gauge<Labels>>, Described | Families | Sets | Timers | Changes>>(true);
expectType<Equal<Members<Histogram<Labels>>, Described | Families | Sets | Timers | "observe">>(true);
expectType<Equal<Members<Summary<Labels>>, Described | Families | Sets | Timers | "observe">>(true);
expectType<Equal<Members<StateSet<"on", Labels>>, Described | Families | Sets | "states" | "set">>(true);
expectType<Equal<Members<Info>, "kind" | "name" | "help" | Families | "set" | "get" | "clear">>(true);
expectType<Equal<keyof Bound<Counter<Labels>> & string, Described | Sets | "inc">>(true);

expectType<Equal<keyof CounterChild, "inc" | "get">>(true);
expectType<Equal<keyof GaugeChild, Changes | Timers | "get">>(true);
expectType<Equal<keyof HistogramChild, "observe" | Timers | "get">>(true);

expectType<Equal<keyof Collector, Families>>(true);
expectType<Equal<keyof LiveCollector, "kind" | "name" | "labelNames" | "optionalLabels" | "labels" | "clear">>(true);
expectType<Equal<keyof CollectorSource, "getOrCreate" | "unregister">>(true);
expectType<
  Equal<
    keyof Registry,
    | "prefix"
    | "constLabels"
    | "setConstLabels"
    | "register"
    | "unregister"
    | "get"
    | "getOrCreate"
    | "collectors"
    | "reset"
    | "clear"
    | "beforeGather"
    | "gather"
    | "gatherNow"
  >
>(true);
