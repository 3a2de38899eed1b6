import { describe, expect, test } from "vitest";
import { type Dialect, typeCheck } from "./type-check.js";

const head = `
import { type Call, CountCalls, CountExceptions, counter, Gauge, gauge, histogram, InProgress, type Settled, Timer } from "narthex";
interface Order { readonly tier: string }
class Shop { readonly city = "Paris" }
const plain = histogram({ name: "plain_seconds", help: "" });
const total = counter({ name: "all_total", help: "" });
const seconds = histogram({ name: "seconds", help: "", labelNames: ["tier", "outcome"] });
const size = gauge({ name: "size", help: "", labelNames: ["tier"] });
const verbs = counter({ name: "verbs_total", help: "", labelNames: { verb: ["GET", "POST"] } });
`;

interface Refusal {
  /** The decorator. */
  readonly decorator: string;
  /** The method (default: one without parameters). */
  readonly method?: string;
  /** The beginnings of the first lines of the message. */
  readonly lines: readonly string[];
}

const unresolved = "Unable to resolve signature of method decorator when called as an expression.";

const refusals: Readonly<Record<string, Refusal>> = {
  "a collector of the wrong kind": {
    decorator: "@Timer(total)",
    lines: [
      "Argument of type 'CounterSpec<readonly []>' is not assignable to parameter of type 'CollectorWithoutLabels<\"timer\"> | ",
    ],
  },
  "a labelled collector of the wrong kind": {
    decorator: "@CountExceptions(size, { labels: { tier: 1 } })",
    lines: [
      'Argument of type \'GaugeSpec<readonly ["tier"]>\' is not assignable to parameter of type \'CollectorFor<"countExceptions", ',
      "Types of property 'kind' are incompatible.",
      "Type '\"gauge\"' is not assignable to type '\"counter\"'.",
    ],
  },
  "a collector whose labels are not set": {
    decorator: "@Timer(seconds)",
    lines: [
      'Argument of type \'HistogramSpec<readonly ["tier", "outcome"]>\' is not assignable to parameter of type \'CollectorWithoutLabels<"timer"> | ',
    ],
  },
  "options without the labels": {
    decorator: '@Timer(seconds, { until: "end" })',
    lines: ["Argument of type '{ until: \"end\"; }' is not assignable to parameter of type '"],
  },
  "a constant label that is missing": {
    decorator: "@InProgress(size, { labels: {} })",
    lines: ["Type '{}' is not assignable to type 'Readonly<{ readonly tier: LabelValue; }> | "],
  },
  "a constant label that is unknown": {
    decorator: "@InProgress(size, { labels: { tier: 1, zone: 1 } })",
    lines: ["Object literal may only specify known properties, and 'zone' does not exist in type '"],
  },
  "a value that a label does not have": {
    decorator: '@CountCalls(verbs, { labels: { verb: "PUT" } })',
    lines: ['Type \'"PUT"\' is not assignable to type \'"GET" | "POST"\'.'],
  },
  "an option that the decorator does not have": {
    decorator: "@Timer(plain, { only: RangeError })",
    lines: ["Object literal may only specify known properties, and 'only' does not exist in type '"],
  },
  "the outcome of a call that begins": {
    decorator: "@InProgress(size, { labels: ({ outcome }) => ({ tier: 1 }) })",
    lines: ["Property 'outcome' does not exist on type 'Call<any, any>'."],
  },
};

/** Refusals of methods, of which compilers speak differently in the two dialects. */
const methods: Readonly<Record<string, Refusal>> = {
  "an argument that the method lacks": {
    decorator: "@InProgress(size, { labels: ({ args: [order] }: Call<[Order]>) => ({ tier: order.tier }) })",
    lines: ["MissingArguments<[Order]>"],
  },
  "an argument that may be absent": {
    decorator: "@InProgress(size, { labels: ({ args: [order] }: Call<[Order]>) => ({ tier: order.tier }) })",
    method: "method(order?: Order) {}",
    lines: ["MissingArguments<[Order]>"],
  },
  "a value that the method does not give": {
    decorator: "@CountCalls(total, { exemplar: ({ outcome }: Settled<[], Order>) => undefined })",
    method: "async method(): Promise<number> { return 1; }",
    lines: ["Order"],
  },
  "the object of another class": {
    decorator: '@CountCalls(total, { when: ({ self }: Call<[], Shop>) => self.city === "Paris" })',
    lines: ["MethodOf<Shop>"],
  },
};

const source = ({ decorator, method = "method() {}" }: Refusal) =>
  `${head}class Decorated {\n${decorator}\n${method}\n}`;

describe.each<Dialect>(["standard", "legacy"])("with %s decorators the compiler rejects", (dialect) => {
  const all = { ...refusals, ...methods };
  const names = Object.keys(all);
  const files = Object.fromEntries(names.map((name, index) => [`case${index}`, source(all[name] as Refusal)]));
  const { messages } = typeCheck(files, dialect);
  const messageOf = (name: string) => messages[`case${names.indexOf(name)}`]?.[0] ?? [];

  test.each(Object.entries(refusals))("%s, and names it", (name, { lines }) => {
    const shown = messageOf(name).slice(0, lines.length);
    expect(shown.map((line, index) => line.slice(0, lines[index]?.length))).toEqual(lines);
  });

  test.each(Object.entries(methods))("%s, and names it", (name, { lines }) => {
    const [first, second] = messageOf(name);
    expect(first).toBe(unresolved);
    expect(second).toMatch(/^Argument of type '.*' is not assignable to parameter of type '/);
    for (const part of lines) expect(second).toContain(part);
  });
});
