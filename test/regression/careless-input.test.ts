import { describe, expect, test } from "vitest";
import {
  Counter,
  counter,
  exponentialBuckets,
  Gauge,
  Histogram,
  Info,
  negotiate,
  onError,
  Registry,
  render,
  Summary,
  setClock,
  stream,
} from "../../src/index.js";
import { Pushgateway, PushMetrics } from "../../src/push/index.js";
import { collectRuntimeMetrics, disableRuntimeMetrics } from "../../src/runtime/index.js";
import { compare, expectMetrics, lint, sampleValue } from "../../src/testing/index.js";

const registry = null;
const plain = () => new Counter({ name: "plain_total", help: "Plain.", registry });
const labelled = () => new Counter({ name: "requests_total", help: "Requests.", labelNames: ["method"], registry });
const seconds = () => new Histogram({ name: "job_seconds", help: "Time.", registry });
const gateway = () => new Pushgateway({ url: "http://127.0.0.1:9", job: "a", registry: new Registry(), retry: false });
/** A value that the types reject, but that JavaScript code can pass. */
const wrong = (value: unknown) => value as never;

describe("an invalid argument from JavaScript throws an error with the subject, the value and the rule:", () => {
  test.each<[string, () => unknown, RegExp]>([
    ["null as an amount", () => plain().inc(wrong(null)), /^plain_total: the amount must be .* but was null/],
    [
      "null as a value of a gauge",
      () => new Gauge({ name: "depth", help: "Depth.", registry }).set(wrong(null)),
      /^depth: the value must be a number, but was null/,
    ],
    [
      "null as an observation",
      () => seconds().observe(wrong(null)),
      /^job_seconds: the value must be a number, but was null/,
    ],
    [
      "null as an observation of a summary",
      () => new Summary({ name: "size", help: "Size.", registry }).observe(wrong(null)),
      /^size: the value must be a number, but was null/,
    ],
    ["a bigint as an amount", () => plain().inc(wrong(3n)), /but was 3n\.$/],
    [
      "time without a function",
      () => seconds().time(wrong(undefined)),
      /^job_seconds: the argument run of time must be a function, but was undefined/,
    ],
    [
      "time of a string",
      () => seconds().time(wrong("run")),
      /^job_seconds: the argument run of time must be a function, but was undefined/,
    ],
    [
      "removing without labels",
      () => labelled().removeMatching(wrong(undefined)),
      /^requests_total: label values must be an object, but were undefined/,
    ],
    [
      "an info without labels",
      () => new Info({ name: "build", help: "Build.", registry }).set(wrong(undefined)),
      /^build_info: facts must be an object of names and values, but was undefined/,
    ],
    [
      "an option that an info does not have",
      () => new Info(wrong({ name: "build", help: "Build.", maxSeries: 3, registry })),
      /^build: unknown option "maxSeries"\. The options are name, help/,
    ],
    [
      "an exemplar that is a string",
      () => plain().inc(1, { exemplar: wrong("4bf9") }),
      /^plain_total: exemplar must be an object of labels, .* but was "4bf9"/,
    ],
    [
      "an exemplar with an undefined label",
      () => plain().inc(1, { exemplar: wrong({ trace_id: undefined }) }),
      /^plain_total: the exemplar's label "trace_id" must be a string, but was undefined/,
    ],
    [
      "buckets beyond the largest number",
      () => exponentialBuckets(1, 10, 400),
      /^exponentialBuckets: 400 bounds from 1 by a factor of 10 exceed the largest number/,
    ],
    [
      "a listener that is not a function",
      () => onError(wrong("log")),
      /^onError: the listener must be a function, .* was of type string/,
    ],
    [
      "a clock that lacks a function",
      () => setClock(wrong({ now: () => 0 })),
      /^setClock: the clock must be an object/,
    ],
    [
      "a string as options of a registry",
      () => new Registry(wrong("a")),
      /^Registry: options must be an object, but was "a"/,
    ],
    [
      "a registry option of another library",
      () => new Registry(wrong({ defaultLabels: {} })),
      /^Registry: unknown option "defaultLabels"\. The options are prefix, constLabels/,
    ],
    [
      "a spec instead of a collector",
      () => new Registry().register(wrong(counter({ name: "logins_total", help: "Logins." }))),
      /^register: the collector must not be a spec, but was that of the counter logins_total\. Use getOrCreate\(spec\)/,
    ],
    [
      "a class instead of a collector",
      () => new Registry().register(wrong(Counter)),
      /^register: .* was the function Counter/,
    ],
    [
      "undefined instead of a collector",
      () => new Registry().register(wrong(undefined)),
      /^register: .* was undefined/,
    ],
    [
      "a collector instead of a spec",
      () => new Registry().getOrCreate(wrong(plain())),
      /^getOrCreate: the spec must be a result of .*, but was the live collector plain_total\./,
    ],
    [
      "a list as an Accept header",
      () => negotiate({ accept: wrong(["text/plain"]) }),
      /^negotiate: accept must be the value of/,
    ],
    [
      "an unknown format",
      () => negotiate({ accept: "", formats: wrong(["json"]) }),
      /^negotiate: each format must be one of .*protobuf, but one was "json"/,
    ],
    [
      "@PushMetrics without a gateway",
      () => PushMetrics(wrong(undefined)),
      /^@PushMetrics: the first argument must be a Pushgateway/,
    ],
    ["@PushMetrics without parentheses", () => PushMetrics(wrong(class {})), /write @PushMetrics\(gateway\)/],
    [
      "a misspelt option of @PushMetrics",
      () => PushMetrics(gateway(), wrong({ job: "a" })),
      /unknown option "job"\. The only option is name/,
    ],
    ["a gateway without options", () => new Pushgateway(wrong(undefined)), /^Pushgateway: options must be an object/],
    [
      "a URL instead of a gateway's options",
      () => new Pushgateway(wrong("http://a")),
      /^Pushgateway: options must be an object, but was "http:\/\/a"/,
    ],
    [
      "a misspelt option of a gateway",
      () => new Pushgateway(wrong({ url: "http://a", job: "a", groupings: {} })),
      /^Pushgateway: unknown option "groupings"\. .*groupingKey/,
    ],
    [
      "a gateway without a gatherer",
      () => new Pushgateway({ url: "http://a", job: "a", registry: wrong({}) }),
      /^Pushgateway: registry must be a registry .* was \{\}/,
    ],
    [
      "a misspelt option of retry",
      () => new Pushgateway({ url: "http://a", job: "a", retry: wrong({ tries: 2 }) }),
      /^Pushgateway: unknown option "retry\.tries"\. .*retry\.attempts/,
    ],
    [
      "authentication without a password",
      () => new Pushgateway({ url: "http://a", job: "a", auth: wrong({ username: "al" }) }),
      /^Pushgateway: auth must be \{ username, password \} or \{ token \}/,
    ],
    [
      "an interval that is a string",
      () => gateway().pushEvery(wrong("30")),
      /^Pushgateway\.pushEvery: seconds must be a number/,
    ],
    ["a misspelt option of pushOnExit", () => gateway().pushOnExit(wrong({ timeout: 1 })), /unknown option "timeout"/],
    [
      "runtime metrics without a registry",
      () => collectRuntimeMetrics(wrong(undefined)),
      /^collectRuntimeMetrics: registry must be a/,
    ],
    [
      "options instead of a registry",
      () => collectRuntimeMetrics(wrong({ prefix: "a_" })),
      /registry must be a registry, .* but was \{"prefix":"a_"\}\. For/,
    ],
    [
      "disableRuntimeMetrics without a registry",
      () => disableRuntimeMetrics(wrong(undefined)),
      /^disableRuntimeMetrics: registry must be/,
    ],
    [
      "a misspelt option of the runtime metrics",
      () => collectRuntimeMetrics(new Registry(), wrong({ labels: {} })),
      /^collectRuntimeMetrics: unknown option "labels"\. .*constLabels/,
    ],
    [
      "an invalid prefix of the runtime metrics",
      () => collectRuntimeMetrics(new Registry(), { prefix: "my-app_" }),
      /^collectRuntimeMetrics: prefix must consist of letters, .* but was "my-app_"/,
    ],
    [
      "expectMetrics without a gatherer",
      () => expectMetrics(wrong(undefined)),
      /^expectMetrics: gatherer must be a registry/,
    ],
    ["lint without a gatherer", () => lint(wrong(undefined)), /^lint: gatherer must be a registry .* was undefined/],
  ])("%s", (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      "render without a gatherer",
      () => render(wrong(undefined)),
      /^render: gatherer must be a registry .* was undefined/,
    ],
    [
      "render of a class",
      () => render(wrong(Registry)),
      /^render: gatherer must be a registry .* was the function Registry/,
    ],
    ["stream without a gatherer", () => stream(wrong(undefined)), /^stream: gatherer must be a registry/],
    [
      "a misspelt option of render",
      () => render(new Registry(), wrong({ name: "a" })),
      /^render: unknown option "name"/,
    ],
    ["a name instead of a list", () => render(new Registry(), { names: wrong("a") }), /^render: names must be a list/],
    ["a misspelt option of a push", () => gateway().push(wrong({ timeout: 1 })), /^Pushgateway\.push: unknown option/],
    ["compare without a registry", () => compare(wrong(undefined), ""), /^compare: gatherer must be a registry/],
    [
      "sampleValue without a registry",
      () => sampleValue(wrong(undefined), "a"),
      /^sampleValue: gatherer must be a registry/,
    ],
  ])("%s, in a rejected promise", async (_, attempt, message) => {
    await expect(attempt()).rejects.toThrow(message);
  });

  test("an update with an invalid argument counts nothing", () => {
    const total = plain();
    expect(() => total.inc(wrong(null))).toThrow();
    expect(() => seconds().time(wrong(undefined))).toThrow();
    expect(total.get()).toBe(0);
  });

  test.each<[object, typeof TypeError | typeof RangeError]>([
    [{ help: 3 }, TypeError],
    [{ buckets: "1" }, TypeError],
    [{ buckets: ["1"] }, TypeError],
    [{ buckets: [Number.NaN] }, RangeError],
    [{ labelNames: "a" }, TypeError],
    [{ labelNames: ["a-b"] }, RangeError],
    [{ constLabels: { a: 1 } }, TypeError],
    [{ maxSeries: "10" }, TypeError],
    [{ maxSeries: 0 }, RangeError],
    [{ native: "yes" }, TypeError],
    [{ registry: "default" }, TypeError],
  ])("%j throws a TypeError for its type or a RangeError for its value", (options, error) => {
    expect(() => new Histogram(wrong({ name: "a", help: "", registry, ...options }))).toThrow(error);
  });
});
