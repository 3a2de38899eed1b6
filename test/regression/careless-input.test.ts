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
/** Values that types reject, but that a user of plain JavaScript can pass. */
const wrong = (value: unknown) => value as never;

describe("values that types cannot reject throw an error with the subject, the value and the rule", () => {
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
      "time of a text",
      () => seconds().time(wrong("run")),
      /^job_seconds: the argument run of time must be a function, but was undefined/,
    ],
    [
      "removing without labels",
      () => labelled().removeMatching(wrong(undefined)),
      /^requests_total: the argument of removeMatching must be .* but was undefined/,
    ],
    [
      "an info without facts",
      () => new Info({ name: "build", help: "Build.", registry }).set(wrong(undefined)),
      /^build_info: facts must be an object of names and values, but was undefined/,
    ],
    [
      "an option of an info that means nothing there",
      () => new Info(wrong({ name: "build", help: "Build.", maxSeries: 3, registry })),
      /^build: unknown option "maxSeries"\. The options are name, help/,
    ],
    [
      "an exemplar that is a text",
      () => plain().inc(1, { exemplar: wrong("4bf9") }),
      /^plain_total: exemplar must be an object of labels, .* but was "4bf9"/,
    ],
    [
      "an exemplar without its trace",
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
      "a text as options of a registry",
      () => new Registry(wrong("a")),
      /^Registry: options must be an object, but was "a"/,
    ],
    [
      "an option of another library's registry",
      () => new Registry(wrong({ defaultLabels: {} })),
      /^Registry: unknown option "defaultLabels"\. The options are prefix, constLabels/,
    ],
    [
      "a spec where a collector belongs",
      () => new Registry().register(wrong(counter({ name: "logins_total", help: "Logins." }))),
      /^register: logins_total is a spec of a counter, not a collector; use getOrCreate\(spec\)/,
    ],
    ["a class to register", () => new Registry().register(wrong(Counter)), /^register: .* given the function Counter/],
    ["nothing to register", () => new Registry().register(wrong(undefined)), /^register: .* was given undefined/],
    [
      "a live collector where a spec belongs",
      () => new Registry().getOrCreate(wrong(plain())),
      /^getOrCreate: takes a spec, but plain_total is a live collector already/,
    ],
    ["a header that is a list", () => negotiate(wrong(["text/plain"])), /^negotiate: accept must be the value of/],
    [
      "a format that is none",
      () => negotiate("", wrong(["json"])),
      /^negotiate: each format must be one of .*protobuf, but one was "json"/,
    ],
    ["no gateway", () => PushMetrics(wrong(undefined)), /^@PushMetrics: the first argument must be a Pushgateway/],
    ["a decorator without parentheses", () => PushMetrics(wrong(class {})), /write @PushMetrics\(gateway\)/],
    [
      "a misspelt option of it",
      () => PushMetrics(gateway(), wrong({ job: "a" })),
      /unknown option "job"\. The only option is name/,
    ],
    ["no options of a gateway", () => new Pushgateway(wrong(undefined)), /^Pushgateway: options must be an object/],
    [
      "a URL alone",
      () => new Pushgateway(wrong("http://a")),
      /^Pushgateway: options must be an object, but was "http:\/\/a"/,
    ],
    [
      "a misspelt option of a gateway",
      () => new Pushgateway(wrong({ url: "http://a", job: "a", groupings: {} })),
      /^Pushgateway: unknown option "groupings"\. .*groupingKey/,
    ],
    [
      "a gateway of what cannot be gathered",
      () => new Pushgateway({ url: "http://a", job: "a", registry: wrong({}) }),
      /^Pushgateway: registry must be a registry .* was \{\}/,
    ],
    [
      "a misspelt option of retrying",
      () => new Pushgateway({ url: "http://a", job: "a", retry: wrong({ tries: 2 }) }),
      /^Pushgateway: unknown option "retry\.tries"\. .*retry\.attempts/,
    ],
    [
      "authentication without a password",
      () => new Pushgateway({ url: "http://a", job: "a", auth: wrong({ username: "al" }) }),
      /^Pushgateway: auth must be \{ username, password \} or \{ token \}/,
    ],
    [
      "an interval in a text",
      () => gateway().pushEvery(wrong("30")),
      /^Pushgateway\.pushEvery: seconds must be a number/,
    ],
    ["a misspelt option at the end", () => gateway().pushOnExit(wrong({ timeout: 1 })), /unknown option "timeout"/],
    [
      "no registry for the runtime",
      () => collectRuntimeMetrics(wrong(undefined)),
      /^collectRuntimeMetrics: registry must be a/,
    ],
    [
      "options for a registry",
      () => collectRuntimeMetrics(wrong({ prefix: "a_" })),
      /registry must be a registry, .* but was \{"prefix":"a_"\}\. For/,
    ],
    [
      "no registry to rid of it",
      () => disableRuntimeMetrics(wrong(undefined)),
      /^disableRuntimeMetrics: registry must be/,
    ],
    [
      "a misspelt option of the runtime",
      () => collectRuntimeMetrics(new Registry(), wrong({ labels: {} })),
      /^collectRuntimeMetrics: unknown option "labels"\. .*constLabels/,
    ],
    [
      "an unlawful prefix of the runtime",
      () => collectRuntimeMetrics(new Registry(), { prefix: "my-app_" }),
      /^collectRuntimeMetrics: prefix must consist of letters, .* but was "my-app_"/,
    ],
    ["nothing to expect of", () => expectMetrics(wrong(undefined)), /^expectMetrics: gatherer must be a registry/],
    ["nothing to lint", () => lint(wrong(undefined)), /^lint: gatherer must be a registry .* was undefined/],
  ])("%s", (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });

  test.each<[string, () => Promise<unknown>, RegExp]>([
    ["nothing to render", () => render(wrong(undefined)), /^render: gatherer must be a registry .* was undefined/],
    [
      "a class to render",
      () => render(wrong(Registry)),
      /^render: gatherer must be a registry .* was the function Registry/,
    ],
    ["nothing to stream", () => stream(wrong(undefined)), /^stream: gatherer must be a registry/],
    ["a misspelt option", () => render(new Registry(), "", wrong({ name: "a" })), /^render: unknown option "name"/],
    ["names in a list", () => render(new Registry(), "", { names: wrong(["a"]) }), /^render: names must be a Set/],
    ["a misspelt option of a push", () => gateway().push(wrong({ timeout: 1 })), /^Pushgateway\.push: unknown option/],
    ["no registry to compare", () => compare(wrong(undefined), ""), /^compare: gatherer must be a registry/],
    ["no registry to read", () => sampleValue(wrong(undefined), "a"), /^sampleValue: gatherer must be a registry/],
  ])("%s, where a promise tells it", async (_, attempt, message) => {
    await expect(attempt()).rejects.toThrow(message);
  });

  test("and counts nothing", () => {
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
  ])("%j is of a wrong type, or of a wrong value", (options, error) => {
    expect(() => new Histogram(wrong({ name: "a", help: "", registry, ...options }))).toThrow(error);
  });
});
