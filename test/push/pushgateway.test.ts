import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Counter } from "../../src/collectors/counter.js";
import { Gauge } from "../../src/collectors/gauge.js";
import { Histogram } from "../../src/collectors/histogram.js";
import { Info } from "../../src/collectors/info.js";
import { StateSet } from "../../src/collectors/state-set.js";
import { Summary } from "../../src/collectors/summary.js";
import { onError } from "../../src/globals/error-listener.js";
import type * as timers from "../../src/platform/timers.js";
import { Pushgateway, type PushgatewayOptions } from "../../src/push/index.js";
import { Registry } from "../../src/registry/registry.js";
import { FakeGateway } from "./fake-gateway.js";

// The library keeps the timers that exist when it is loaded. These look up the globals at each call, so that a test can
// replace them.
vi.mock("../../src/platform/timers.js", async (original) => ({
  ...(await original<typeof timers>()),
  setInterval: (...args: Parameters<typeof setInterval>) => setInterval(...args),
  clearInterval: (...args: Parameters<typeof clearInterval>) => clearInterval(...args),
}));

afterEach(() => onError(undefined));

function registryWithJobs(): Registry {
  const registry = new Registry();
  new Gauge({ name: "jobs", help: "Jobs.", registry }).set(3);
  return registry;
}

const client = (fake: FakeGateway, options: Partial<PushgatewayOptions> = {}) =>
  new Pushgateway({ url: fake.url, job: "a", registry: registryWithJobs(), format: "text", ...options });

describe("a Pushgateway", () => {
  test("replaces the group with PUT, adds to it with POST and deletes it", async () => {
    await using fake = await FakeGateway.start();
    const gateway = client(fake, { groupingKey: { shard: "3" } });
    await gateway.push();
    await gateway.pushAdd();
    await gateway.delete();
    expect(fake.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "PUT /metrics/job/a/shard/3",
      "POST /metrics/job/a/shard/3",
      "DELETE /metrics/job/a/shard/3",
    ]);
    expect(fake.received.map(({ body }) => body)).toEqual([
      expect.stringContaining("\njobs 3\n"),
      expect.stringContaining("\njobs 3\n"),
      "",
    ]);
  });

  test("sends the content type of the body", async () => {
    await using fake = await FakeGateway.start();
    await client(fake).push();
    await client(fake, { format: "protobuf" }).push();
    await client(fake).delete();
    expect(fake.received.map(({ headers }) => headers["content-type"])).toEqual([
      "text/plain; version=0.0.4; charset=utf-8",
      expect.stringMatching(
        /^application\/vnd\.google\.protobuf; proto=io\.prometheus\.client\.MetricFamily; encoding=delimited/,
      ),
      undefined,
    ]);
  });

  test("compresses large bodies, unless gzip is false", async () => {
    await using fake = await FakeGateway.start();
    const registry = new Registry();
    const events = new Counter({ name: "events_total", help: "Events.", labelNames: ["kind"], registry });
    for (let kind = 0; kind < 100; kind++) events.inc({ kind: `kind ${kind}` });
    await client(fake, { registry }).push();
    await client(fake, { registry, gzip: false }).push();
    await client(fake).push();
    expect(fake.received.map(({ headers }) => headers["content-encoding"])).toEqual(["gzip", undefined, undefined]);
    expect(fake.received[0]?.body).toBe(fake.received[1]?.body);
    expect(Number(fake.received[0]?.headers["content-length"])).toBeLessThan(
      Number(fake.received[1]?.headers["content-length"]) / 4,
    );
  });

  test("keeps the path and the query of its URL, and pushes to any path", async () => {
    await using fake = await FakeGateway.start();
    await client(fake, { url: `${fake.url}/proxy/?extra_label=a=b` }).push();
    await client(fake, { path: "/other/path/", groupingKey: { shard: "3" } }).push();
    await client(fake, { path: "/import", groupIn: "extra_label", job: "a b", groupingKey: { shard: "=/&" } }).push();
    expect(fake.received.map(({ url }) => url)).toEqual([
      "/proxy/metrics/job/a?extra_label=a=b",
      "/other/path/job/a/shard/3",
      "/import?extra_label=job%3Da+b&extra_label=shard%3D%3D%2F%26",
    ]);
  });

  test("authenticates with the option auth or with its URL, and sends additional headers", async () => {
    await using fake = await FakeGateway.start();
    const basic = `Basic ${Buffer.from("al:p@ss").toString("base64")}`;
    await client(fake, { auth: { username: "al", password: "p@ss" } }).push();
    await client(fake, { url: fake.url.replace("//", "//al:p%40ss@") }).push();
    await client(fake, { auth: { token: "t0ken" }, headers: { "X-Scope-OrgID": "7" } }).delete();
    expect(fake.received.map(({ headers }) => [headers.authorization, headers["x-scope-orgid"]])).toEqual([
      [basic, undefined],
      [basic, undefined],
      ["Bearer t0ken", "7"],
    ]);
  });

  test("does not change the headers of the caller", async () => {
    await using fake = await FakeGateway.start();
    const headers = Object.freeze({ "X-A": "1" });
    const gateway = client(fake, { headers });
    await gateway.delete();
    await gateway.push();
    expect(fake.received.map(({ headers: { "x-a": a } }) => a)).toEqual(["1", "1"]);
  });

  test("pushes additional families with those of the registry", async () => {
    await using fake = await FakeGateway.start();
    await client(fake).pushAdd({
      also: [{ name: "extra", help: "", type: "gauge", metrics: [{ labels: {}, value: 1 }] }],
    });
    expect(fake.received[0]?.body).toMatch(/^jobs 3$(.|\n)*^extra 1$/m);
  });
});

describe("before anything is sent", () => {
  test("a metric with a label of the group is rejected, of a live or another collector", async () => {
    await using fake = await FakeGateway.start();
    const registry = new Registry();
    new Gauge({ name: "temperature", help: "", labelNames: ["zone"], registry }).set({ zone: "eu" }, 20);
    const gateway = client(fake, { registry, groupingKey: { zone: "eu" } });
    await expect(gateway.push()).rejects.toThrow(
      /^temperature: has the label "zone", which is part of the grouping key/,
    );
    const custom = new Registry();
    custom.register({
      collect: () => [{ name: "x", help: "", type: "gauge", metrics: [{ labels: { job: "b" }, value: 1 }] }],
    });
    await expect(client(fake, { registry: custom }).push()).rejects.toThrow(/^x: has the label "job"/);
    const constant = new Registry({ constLabels: { job: "b" } });
    new Gauge({ name: "y", help: "", registry: constant });
    await expect(client(fake, { registry: constant }).push()).rejects.toThrow(/^y: has the label "job"/);
    expect(fake.received).toEqual([]);
  });

  test.each<[string, string, (registry: Registry) => void]>([
    ["the bound of a histogram", "le", (registry) => new Histogram({ name: "x", help: "", buckets: [1], registry })],
    ["a quantile", "quantile", (registry) => new Summary({ name: "x", help: "", quantiles: { 0.5: 0.01 }, registry })],
    ["a state set's name", "x", (registry) => new StateSet({ name: "x", help: "", states: ["a"], registry })],
    ["a fact of an info", "version", (registry) => new Info({ name: "x", help: "", registry }).set({ version: "1.2" })],
    [
      "a name that is escaped to it",
      "zone_a",
      (registry) =>
        new Gauge({ name: "x", help: "", labelNames: ["zone.a"], nameValidation: "utf8", registry }).set(
          { "zone.a": 1 },
          1,
        ),
    ],
  ])("a metric is refused that will carry a label of the group as %s", async (_, label, fill) => {
    await using fake = await FakeGateway.start();
    const registry = new Registry();
    fill(registry);
    for (const format of ["text", "protobuf"] as const) {
      const gateway = client(fake, { registry, format, groupingKey: { [label]: "a" } });
      await expect(gateway.push()).rejects.toThrow(/^x(_info)?: has the label ".*", which is part of the grouping key/);
    }
    expect(fake.received).toEqual([]);
  });

  test("a metric with a timestamp is rejected, and an empty label of the group is ignored", async () => {
    await using fake = await FakeGateway.start();
    const metric = { labels: { job: "" }, value: 1 };
    const registry = new Registry();
    registry.register({ collect: () => [{ name: "x", help: "", type: "gauge", metrics: [metric] }] });
    await client(fake, { registry }).push();
    const stamped = new Registry();
    stamped.register({
      collect: () => [{ name: "x", help: "", type: "gauge", metrics: [{ ...metric, timestamp: 1 }] }],
    });
    await expect(client(fake, { registry: stamped }).push()).rejects.toThrow(/^x: has a timestamp/);
    expect(fake.received).toHaveLength(1);
  });

  test.each<[Partial<PushgatewayOptions>, RegExp]>([
    [{ url: "gateway:9091" }, /url must begin with http:\/\/ or https:\/\/, but was "gateway:"\./],
    [{ url: "//al:secret@" }, /url must be an absolute URL/],
    [{ format: "xml" as "text" }, /format must be "protobuf" or "text", but was "xml"/],
    [{ path: "metrics" }, /path must begin with "\/", but was "metrics"/],
    [{ groupIn: "query" as "path" }, /groupIn must be "path" or "extra_label", but was "query"/],
    [{ groupIn: "extra_label", format: "protobuf" }, /format must be "text" if groupIn is "extra_label"/],
    [{ tls: {} }, /tls must be omitted unless the url begins with https/],
    [{ timeoutSeconds: 0 }, /timeoutSeconds must be a number of seconds above 0, at most 2147483, but was 0/],
    [
      { timeoutSeconds: 2_147_484 },
      /timeoutSeconds must be a number of seconds above 0, at most 2147483, but was 2147484/,
    ],
    [{ retry: { attempts: 0 } }, /retry.attempts must be a whole number of at least 1, but was 0/],
    [{ retry: { maxDelaySeconds: -1 } }, /retry.maxDelaySeconds must be a number of seconds above 0/],
    [{ job: "" }, /job must be a non-empty string/],
    [{ url: "http://al:50%@gateway" }, /url must not contain a "%" that encodes nothing in the user or the password/],
    [{ auth: { username: "a:b", password: "" } }, /auth.username must not contain ":"/],
    [{ auth: { token: "secret\n" } }, /Invalid character in header content \["Authorization"\]$/],
    [{ headers: { "X A": "1" } }, /Header name must be a valid HTTP token \["X A"\]$/],
  ])("the options %j are refused", (options, message) => {
    expect(() => new Pushgateway({ url: "http://gateway:9091", job: "a", ...options })).toThrow(message);
  });

  test("an invalid URL is not repeated, because it may contain a password", () => {
    expect(() => new Pushgateway({ url: "http://al:secret@:x", job: "a" })).toThrow(/^(?!.*secret)/);
  });
});

describe("a periodic NARTHEX_PUSH_FAILED", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
  afterEach(() => void vi.useRealTimers());

  /** Advances the time by intervals of 30 seconds until a number of pushes has arrived. */
  const pushed = async (fake: FakeGateway, count: number) => {
    const afterInterval = () => {
      vi.advanceTimersByTime(30_000);
      return fake.received.length;
    };
    await expect.poll(afterInterval, { interval: 5 }).toBeGreaterThanOrEqual(count);
  };

  test("continues until it is disposed", async () => {
    await using fake = await FakeGateway.start();
    const pushes = client(fake).pushEvery(30);
    await pushed(fake, 3);
    pushes[Symbol.dispose]();
    const before = fake.received.length;
    vi.advanceTimersByTime(300_000);
    await client(fake).delete();
    expect(fake.received.slice(before).map(({ method }) => method)).toEqual(["DELETE"]);
  });

  test("skips intervals while a push runs, and aborts the push when it is disposed", async () => {
    await using fake = await FakeGateway.start("hang");
    const told = vi.fn();
    onError(told);
    const pushes = client(fake).pushEvery(30);
    vi.advanceTimersByTime(300_000);
    await expect.poll(() => fake.received.length).toBe(1);
    pushes[Symbol.dispose]();
    await client(fake).delete();
    expect(fake.received.map(({ method }) => method)).toEqual(["PUT", "DELETE"]);
    expect(told).not.toHaveBeenCalled();
  });

  test("leaves no listener on a reused connection", async () => {
    const ports = new Set<number | undefined>();
    await using fake = await FakeGateway.start();
    fake.onRequest = ({ socket }) => void ports.add(socket.remotePort);
    const warned: string[] = [];
    const onWarning = ({ message }: Error) => void warned.push(message);
    process.on("warning", onWarning);
    {
      using _ = client(fake).pushEvery(30);
      await pushed(fake, 15);
    }
    process.off("warning", onWarning);
    expect([ports.size, warned]).toEqual([1, []]);
  });

  test("reports a failure once and continues", async () => {
    await using fake = await FakeGateway.start({ status: 400, body: "no" }, { status: 400, body: "no" });
    const told: string[] = [];
    onError((error, { source, code }) => void told.push(`${source} ${code}: ${error.message}`));
    const gateway = client(fake);
    using _ = gateway.pushEvery(30);
    await pushed(fake, 4);
    expect(told).toEqual([
      `Pushgateway ${gateway.url} NARTHEX_PUSH_FAILED: PUT ${gateway.url} failed with status 400: no`,
    ]);
  });

  test("requires an interval above 0", () => {
    const gateway = new Pushgateway({ url: "http://gateway:9091", job: "a" });
    expect(() => gateway.pushEvery(0)).toThrow(RangeError);
    expect(() => gateway.pushEvery(Number.NaN)).toThrow(RangeError);
    expect(() => gateway.pushOnExit({ timeoutSeconds: 0 })).toThrow(RangeError);
  });
});
