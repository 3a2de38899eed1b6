// Compiled by every supported line of TypeScript, in both dialects; never run.
import {
  bind,
  type Call,
  CountCalls,
  CountExceptions,
  Counter,
  type CounterSpec,
  countCalls,
  countExceptions,
  counter,
  type Declaration,
  declarationsOf,
  Gauge,
  gauge,
  Histogram,
  histogram,
  InProgress,
  Instrumented,
  type MethodCall,
  Registry,
  type Settled,
  Summary,
  summary,
  Timer,
  timed,
  trackInProgress,
  type ValueOf,
} from "narthex";

interface Order {
  readonly tier: string;
  readonly amount: number;
}
interface Receipt {
  readonly id: string;
}
declare function expectType<T>(value: T): void;

const plain = histogram({ name: "plain_seconds", help: "" });
const time = histogram({ name: "time_seconds", help: "", labelNames: ["tier", "outcome"] });
const verbs = counter({ name: "verbs_total", help: "", labelNames: { verb: ["GET", "POST"], route: true } });
const total = counter({ name: "all_total", help: "" });
const size = gauge({ name: "size", help: "", labelNames: ["tier"] });
const count = summary({ name: "count", help: "" });
const liveTime = new Histogram({ name: "live_seconds", help: "", labelNames: ["tier", "outcome"] });
const livePlain = new Summary({ name: "live_summary", help: "" });
const liveVerbs = new Counter({ name: "live_verbs_total", help: "", labelNames: { verb: ["GET", "POST"] } });
const liveSize = new Gauge({ name: "live_size", help: "", labelNames: ["tier"] });
const livePlainSize = new Gauge({ name: "live_plain_size", help: "" });
const dynamic = counter({ name: "dynamic_total", help: "", labelNames: ["a", "b"] as readonly string[] });

class Compiles {
  readonly shop = "corner";

  @Timer()
  @InProgress()
  @CountExceptions()
  @CountCalls()
  all() {}

  @Timer(plain)
  @Timer(livePlain)
  @Timer(count, { until: "end" })
  plain(one: number) {
    return one;
  }

  @Timer(time, { labels: { tier: "gold", outcome: true } })
  @Timer(liveTime, { labels: { tier: 1, outcome: "ok" } })
  @InProgress(size, { labels: { tier: 1 } })
  @InProgress(liveSize, { labels: ({ method }) => ({ tier: method }) })
  constant() {}

  @Timer(time, {
    labels: ({ args: [order], outcome }: Settled<[Order]>) => ({ tier: order.tier, outcome: outcome.ok }),
  })
  async computed(_order: Order): Promise<Receipt> {
    return { id: "" };
  }

  @Timer(time, {
    labels: ({ args: [order], outcome }: Settled<[Order], Receipt>) => ({
      tier: order.tier,
      outcome: outcome.ok ? outcome.value.id : String(outcome.error),
    }),
    exemplar: ({ seconds }) => ({ seconds: String(seconds) }),
    when: ({ args: [order] }) => order.amount > 0,
  })
  async value(_order: Order, _more?: string): Promise<Receipt> {
    return { id: "" };
  }

  @CountCalls(total, { exemplar: ({ outcome }: Settled<[], Receipt>) => (outcome.ok ? { id: outcome.value.id } : {}) })
  valueAtOnce(): Receipt {
    return { id: "" };
  }

  @CountCalls(total, { exemplar: ({ outcome }: Settled<[], Receipt>) => (outcome.ok ? { id: outcome.value.id } : {}) })
  *valueOfGenerator(): Generator<number, Receipt> {
    yield 1;
    return { id: "" };
  }

  @CountCalls(total, { exemplar: ({ outcome }: Settled<[], Receipt>) => (outcome.ok ? { id: outcome.value.id } : {}) })
  async *valueOfAsyncGenerator(): AsyncGenerator<number, Receipt> {
    yield 1;
    return { id: "" };
  }

  @Timer(time, {
    labels: ({ args: [order], outcome, self }: MethodCall<Compiles, "ofTheMethod">) => ({
      tier: `${order.tier} ${self.shop}`,
      outcome: outcome.ok ? outcome.value.id : "error",
    }),
  })
  async ofTheMethod(_order: Order): Promise<Receipt> {
    return { id: "" };
  }

  @CountCalls(total, { exemplar: ({ args: [id] }: MethodCall<typeof Compiles, "ofTheStaticMethod">) => ({ id }) })
  static ofTheStaticMethod(_id: string) {}

  @InProgress(size, {
    labels: ({ args: [order] }: Call<Parameters<Compiles["ofTheMethod"]>, Compiles>) => ({ tier: order.tier }),
  })
  ofTheBeginning(_order: Order) {}

  @CountCalls(verbs, { labels: { verb: "GET", route: 1 } })
  @CountCalls(verbs, { labels: ({ args: [verb] }: Settled<["GET" | "POST"]>) => ({ verb, route: "/" }) })
  @CountCalls(liveVerbs, { labels: ({ outcome }) => ({ verb: outcome.ok ? "GET" : "POST" }) })
  verb(_verb: "GET" | "POST") {}

  @CountCalls(dynamic, { labels: { a: 1, b: 2 } })
  dynamic() {}

  @CountExceptions(total, { only: RangeError, except: [TypeError, (error) => error === 1] })
  filtered() {}

  @CountCalls(total, { when: ({ self }: Call<[], Compiles>) => self.shop === "corner" })
  receiver() {}

  @Timer(time, { labels: ({ self }: Settled<[], void, Compiles>) => ({ tier: self.shop, outcome: 1 }) })
  receiverToo(): void {}

  @CountCalls(total, { when: ({ self }: Call<[], { readonly shop: string }>) => self.shop === "corner" })
  receiverOfAnyClass() {}

  @CountCalls(total, { when: ({ self }: Call<[], typeof Compiles>) => self.name === "Compiles" })
  static receiver() {}

  @CountCalls(total, { when: ({ self }) => self.anything })
  receiverUntyped() {}

  @CountCalls(total, { when: ({ self }: Call<[], Date>) => self.getTime() > 0 })
  receiverOfItsOwn(this: Date) {}

  @Timer(plain)
  static async static() {}

  @Timer(plain)
  *generator() {
    yield 1;
  }

  @Timer(plain)
  async *asyncGenerator() {
    yield 1;
  }

  @Timer(plain)
  generic<T extends Order>(one: T): T {
    return one;
  }

  @Timer(size, { labels: ({ args: [one] }: Settled<[order?: Order | undefined]>) => ({ tier: one?.tier ?? "none" }) })
  optional(_order?: Order) {}

  @Timer(size, { labels: ({ args: [one] }: Settled<[Order | undefined]>) => ({ tier: one?.tier ?? "none" }) })
  optionalReadAsUndefined(_order?: Order, _more?: string) {}

  @Timer(size, { labels: ({ args }: Settled<Order[]>) => ({ tier: args.length }) })
  rest(..._orders: Order[]) {}

  overloaded(one: string): string;
  overloaded(one: number): number;
  @Timer(plain)
  overloaded(one: string | number) {
    return one;
  }

  @Timer(plain)
  private hidden() {}

  reveal() {
    this.hidden();
  }
}

class Derived extends Compiles {
  @InProgress(size, { labels: ({ self }: Call<[], Compiles>) => ({ tier: self.shop }) })
  derived() {}
}

class Generic<T> {
  kept: T | undefined;

  @CountCalls(total, { when: ({ self }: Call<[], Generic<unknown>>) => self.kept !== undefined })
  keep(value: T) {
    this.kept = value;
    return this;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what TypeScript wants of a mixin
type Constructor = abstract new (...args: any[]) => { readonly shop: string };

function mixin<T extends Constructor>(type: T) {
  abstract class Mixed extends type {
    @CountCalls(total, { when: ({ self }: Call<[], { readonly shop: string }>) => self.shop === "corner" })
    mixed() {}
  }
  return Mixed;
}

@Instrumented()
class Whole {}

@Instrumented({
  name: "x",
  registry: new Registry(),
  namespace: "a",
  subsystem: "b",
  constLabels: { c: "d" },
  exclude: ["e"],
})
@Timer(plain)
@CountCalls(verbs, { labels: ({ method }: Settled) => ({ verb: "GET", route: method }) as const })
class WholeToo {}

@InProgress()
abstract class Abstract {
  @CountCalls()
  template(): void {
    this.step();
  }
  protected abstract step(): void;
}

class Wrong {
  // @ts-expect-error: a counter does not time
  @Timer(total)
  kind() {}

  // @ts-expect-error: a live gauge does not count exceptions
  @CountExceptions(liveSize, { labels: { tier: 1 } })
  liveKind() {}

  // @ts-expect-error: a live gauge without labels neither
  @CountExceptions(livePlainSize)
  livePlainKind() {}

  // @ts-expect-error: a histogram does not count what is in progress
  @InProgress(plain)
  gaugeKind() {}

  // @ts-expect-error: the labels tier and outcome are needed
  @Timer(time)
  noLabels() {}

  // @ts-expect-error: the label outcome is missing
  @Timer(time, { labels: { tier: 1 } })
  missing() {}

  // @ts-expect-error: there is no label zone
  @Timer(liveTime, { labels: { tier: 1, outcome: 1, zone: 1 } })
  extra() {}

  // @ts-expect-error: the label outcome is missing
  @Timer(time, { labels: ({ method }) => ({ tier: method }) })
  missingComputed() {}

  // @ts-expect-error: there is no label zone
  @Timer(liveTime, { labels: ({ method }) => ({ tier: method, outcome: 1, zone: 1 }) })
  extraComputed() {}

  // @ts-expect-error: there is no label zone, also when the function says what it takes
  @CountCalls(total, { labels: (_call: Settled<[Order]>) => ({ zone: 1 }) })
  extraTyped(_order: Order) {}

  // @ts-expect-error: PUT is not a value of verb
  @CountCalls(verbs, { labels: { verb: "PUT", route: 1 } })
  union() {}

  // @ts-expect-error: PUT is not a value of verb
  @CountCalls(liveVerbs, { labels: () => ({ verb: "PUT" }) })
  unionComputed() {}

  // @ts-expect-error: the method has no argument to read
  @Timer(size, { labels: ({ args: [order] }: Settled<[Order]>) => ({ tier: order.tier }) })
  shorter() {}

  // @ts-expect-error: the argument is of another type
  @Timer(size, { labels: ({ args: [order] }: Settled<[Order]>) => ({ tier: order.tier }) })
  other(_order: string) {}

  // @ts-expect-error: the argument may be absent
  @Timer(size, { labels: ({ args: [order] }: Settled<[Order]>) => ({ tier: order.tier }) })
  maybe(_order?: Order) {}

  // @ts-expect-error: the method has no argument for `when` to read
  @CountCalls(total, { when: ({ args: [order] }: Call<[Order]>) => order.amount > 0 })
  when() {}

  // @ts-expect-error: an optional argument may be undefined
  @Timer(size, { labels: ({ args: [order] }: Settled<[Order]>) => ({ tier: order.tier }) })
  optional(_order?: Order) {}

  // @ts-expect-error: the second argument is missing
  @Timer(size, { labels: ({ args: [, tier] }: Settled<[Order, string]>) => ({ tier }) })
  static second(_order: Order) {}

  // @ts-expect-error: the value is of another type
  @CountCalls(total, {
    exemplar: ({ outcome }: Settled<[], Receipt>) => (outcome.ok ? outcome.value : undefined) as never,
  })
  result() {
    return 1;
  }

  // @ts-expect-error: the method belongs to another class
  @CountCalls(total, { when: ({ self }: Call<[], Compiles>) => self.shop === "corner" })
  receiver() {}

  // @ts-expect-error: the method belongs to another class
  @Timer(size, { labels: ({ self }: Settled<[], void, Compiles>) => ({ tier: self.shop }) })
  receiverOfLabels(): void {}

  // @ts-expect-error: the method belongs to another class
  @CountExceptions(total, { exemplar: ({ self }: Settled<[], void, Compiles>) => ({ shop: self.shop }) })
  receiverOfExemplar(): void {}

  // @ts-expect-error: the method belongs to another class
  @InProgress({ when: ({ self }: Call<[], Compiles>) => self.shop === "corner" })
  receiverOfShared() {}

  // @ts-expect-error: a static method is called on the class, not on an instance
  @CountCalls(total, { when: ({ self }: Call<[], Wrong>) => self.field === 1 })
  static receiverOfStatic() {}

  // @ts-expect-error: a method is called on an instance, not on the class
  @CountCalls(total, { when: ({ self }: Call<[], typeof Wrong>) => self.length === 1 })
  receiverOfInstance() {}

  // @ts-expect-error: how a call ends is not known when it begins
  @InProgress(size, { labels: ({ outcome }) => ({ tier: outcome.ok }) })
  early() {}

  // @ts-expect-error: no such option
  @Timer(plain, { only: RangeError })
  option() {}

  // @ts-expect-error: the collector has no labels
  @Timer(plain, { labels: { tier: 1 } })
  labelsOfNone() {}

  // @ts-expect-error: the labels tier and outcome are needed beside other options
  @Timer(time, { until: "end" })
  noLabelsBesideOptions() {}

  // @ts-expect-error: the method gives a receipt, not a string
  @CountCalls(total, { exemplar: ({ outcome }: Settled<[], string>) => (outcome.ok ? { id: outcome.value } : {}) })
  async otherValue(): Promise<Receipt> {
    return { id: "" };
  }

  // @ts-expect-error: the signature of another method
  @CountCalls(total, { exemplar: ({ args: [id] }: MethodCall<typeof Wrong, "second">) => ({ id: id.tier }) })
  otherMethod() {}

  // @ts-expect-error: no such end
  @Timer(plain, { until: "forever" })
  until() {}

  // @ts-expect-error: a string is no error class
  @CountExceptions(total, { only: "RangeError" })
  filter() {}

  // @ts-expect-error: a field has no calls
  @Timer(plain)
  field = 1;

  // @ts-expect-error: a getter has no calls
  @Timer(plain)
  get getter() {
    return 1;
  }

  // @ts-expect-error: stands before a class
  @Instrumented()
  method() {}

  // @ts-expect-error: without parentheses
  @Timer
  bare() {}
}

// @ts-expect-error: no such option
@Instrumented({ prefix: "x" })
class WrongToo {}

function values(a: ValueOf<Promise<Receipt>>, b: ValueOf<Receipt>, c: ValueOf<Generator<number, Receipt>>) {
  expectType<Receipt>(a);
  expectType<Receipt>(b);
  expectType<Receipt>(c);
  // @ts-expect-error: no such method
  expectType<MethodCall<Compiles, "missing">>(a);
  // @ts-expect-error: private methods cannot be looked up
  expectType<MethodCall<Compiles, "hidden">>(a);
}

async function functions() {
  const parse = timed(time, (text: string) => ({ id: text }), {
    labels: ({ args: [text], outcome }) => ({ tier: text, outcome: outcome.ok ? outcome.value.id : "error" }),
  });
  expectType<Receipt>(parse("x"));
  const later = trackInProgress(liveSize, async (order: Order) => order.amount, {
    labels: ({ args: [order] }) => ({ tier: order.tier }),
  });
  expectType<number>(await later({ tier: "", amount: 1 }));
  const failing = countExceptions(total, () => 1, { only: RangeError });
  const counted = countCalls(total, failing);
  expectType<number>(counted());
  // @ts-expect-error: the label outcome is missing
  timed(time, (text: string) => text, { labels: ({ args: [text] }) => ({ tier: text }) });
  // @ts-expect-error: there is no label zone
  timed(size, (text: string) => text, { labels: ({ args: [text] }) => ({ tier: text, zone: 1 }) });
  // @ts-expect-error: the labels tier and outcome are needed
  timed(time, () => {});
  // @ts-expect-error: the function has no argument to read
  timed(size, () => "", { labels: ({ args: [text] }) => ({ tier: text }) });
  // @ts-expect-error: PUT is not a value of verb
  countCalls(liveVerbs, () => {}, { labels: { verb: "PUT" } });
  // @ts-expect-error: a gauge does not count
  countCalls(size, () => {}, { labels: { tier: 1 } });
  // @ts-expect-error: the function takes no number
  parse(1);
}

function binding() {
  const registry = new Registry();
  using _class = bind(Compiles, registry);
  using _instance = bind(new Compiles(), registry);
  using _abstract = bind(Abstract, registry);
  const declarations: readonly Declaration[] = declarationsOf(Abstract);
  // @ts-expect-error: not a registry
  bind(Compiles, {});
  // @ts-expect-error: neither a class nor an instance
  bind("Compiles", registry);
  return declarations;
}

/** A wrapper with a generic spec. */
function counts<const L extends readonly string[]>(spec: CounterSpec<L>) {
  return registryOf().getOrCreate(spec);
}
declare function registryOf(): Registry;

export { binding, counts, Derived, functions, Generic, mixin, values, Whole, WholeToo, Wrong, WrongToo };
