import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { Counter } from "../../../src/collectors/counter.js";
import { Gauge } from "../../../src/collectors/gauge.js";
import { Histogram } from "../../../src/collectors/histogram.js";
import { Info } from "../../../src/collectors/info.js";
import type { Collector } from "../../../src/model/collector.js";
import { PushError, Pushgateway, type PushgatewayOptions } from "../../../src/push/index.js";
import { Registry } from "../../../src/registry/registry.js";
import { certificates, pem } from "../../certificates.js";
import { PrometheusServer } from "../judges/prometheus-server.js";
import { protocDecode } from "../judges/protoc.js";
import { credentials, PushgatewayServer } from "../judges/pushgateway-server.js";
import { pythonTextParser } from "../judges/python-parsers.js";
import { expectRefused } from "../recorded-expositions.js";

const formats = ["protobuf", "text"] as const;

function filled(): Registry {
  const registry = new Registry();
  new Gauge({ name: "records", help: "Records.", registry }).set(42);
  new Counter({ name: "events_total", help: "Events.", labelNames: ["kind"], registry }).inc({ kind: 'a"b\\c\nd' }, 3);
  new Info({ name: "build", help: "Build.", labelNames: [], registry }).set({ version: "1.2" });
  new Histogram({ name: "seconds", help: "Seconds.", buckets: [0.1, 1], registry }).observe(0.5);
  return registry;
}

const clientOf = (server: PushgatewayServer, options: Partial<PushgatewayOptions> = {}) =>
  new Pushgateway({ url: server.url, job: "backup", registry: filled(), retry: false, ...options });

async function samplesOf(server: PushgatewayServer, names: RegExp) {
  const families = await pythonTextParser((await server.metrics()).body);
  return families.flatMap(({ samples }) => samples).filter(({ name }) => names.test(name));
}

describe("Pushgateway", () => {
  test.each(formats)("stores a push in %s", async (format) => {
    await using server = await PushgatewayServer.start();
    await clientOf(server, { format }).push();
    const job = ["job", "backup"];
    expect(await samplesOf(server, /^(records|events_total|build_info|seconds_(sum|count))$/)).toEqual(
      expect.arrayContaining([
        { name: "records", labels: [job], value: 42 },
        { name: "events_total", labels: [job, ["kind", 'a"b\\c\nd']], value: 3 },
        { name: "build_info", labels: [job, ["version", "1.2"]], value: 1 },
        { name: "seconds_count", labels: [job], value: 1 },
        { name: "seconds_sum", labels: [job], value: 0.5 },
      ]),
    );
  });

  test.each(formats)("stores every grouping key unchanged, in %s", async (format) => {
    await using server = await PushgatewayServer.start();
    const values = [
      "plain",
      "with space",
      "a/b//c/",
      "/",
      ".",
      "..",
      "...",
      "%2e%2e",
      "100%",
      "a+b&c=d?e#f;g@h:i",
      'say "hi"',
      "back\\slash",
      "line\nfeed",
      "žluťoučký kůň 🐎",
      "job@base64",
    ];
    for (const value of values) await clientOf(server, { format, job: value, groupingKey: { shard: value } }).push();
    await clientOf(server, { format, job: "empty", groupingKey: { shard: "" } }).push();
    const pairs = (await server.groups()).map(({ labels: { job, shard } }) => [job, shard]);
    expect(pairs.sort()).toEqual([...values.map((value) => [value, value]), ["empty", ""]].sort());
    const exposed = (await samplesOf(server, /^records$/)).map(({ labels }) => Object.fromEntries(labels)["job"]);
    expect(exposed.sort()).toEqual([...values, "empty"].sort());
  });

  test("replaces a group after push, adds to it after pushAdd, and deletes it after delete", async () => {
    await using server = await PushgatewayServer.start();
    const one = new Registry();
    new Gauge({ name: "one", help: "", registry: one }).set(1);
    const other = new Registry();
    new Gauge({ name: "other", help: "", registry: other }).set(2);
    const names = async () => (await samplesOf(server, /^(one|other)$/)).map(({ name }) => name).sort();
    await clientOf(server, { registry: one }).push();
    await clientOf(server, { registry: other }).pushAdd();
    expect(await names()).toEqual(["one", "other"]);
    await clientOf(server, { registry: other }).push();
    expect(await names()).toEqual(["other"]);
    await clientOf(server).delete();
    expect(await server.groups()).toEqual([]);
    await clientOf(server).delete();
  });

  test("returns a native histogram in protobuf", async () => {
    await using server = await PushgatewayServer.start();
    const registry = new Registry();
    const histogram = new Histogram({ name: "seconds", help: "Seconds.", native: true, registry });
    for (const value of [0.25, 0.5, 0.5, 3, 0]) histogram.observe(value);
    await clientOf(server, { registry }).push();
    const exposition = await server.metrics(
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
    );
    const family = (await protocDecode(Buffer.from(exposition.body))).find(({ name }) => name === "seconds");
    expect(family?.natives).toEqual([
      expect.objectContaining({ count: 5, sum: 4.25, schema: 3, zeroCount: 1, positiveDeltas: [1, 1, -1] }),
    ]);
  });

  test("accepts 20,000 series in one compressed push", async () => {
    await using server = await PushgatewayServer.start();
    const registry = new Registry();
    const events = new Counter({ name: "events_total", help: "", labelNames: ["n"], maxSeries: 20_000, registry });
    for (let n = 0; n < 20_000; n++) events.inc({ n });
    await clientOf(server, { registry }).push();
    expect(await samplesOf(server, /^events_total$/)).toHaveLength(20_000);
  });

  test("is scraped by Prometheus, which stores the values", async () => {
    await using server = await PushgatewayServer.start();
    await clientOf(server, { groupingKey: { shard: "a/b" } }).push();
    await using prometheus = await PrometheusServer.start({
      targets: { gateway: `${server.url}/metrics` },
      scrapeSettings: { honor_labels: true },
    });
    const [found] = await prometheus.eventually('records{job="backup"}');
    expect(found).toMatchObject({ metric: { job: "backup", shard: "a/b" }, value: 42 });
  });
});

describe("Pushgateway with access control", () => {
  test("accepts the password, and rejects others with an error that does not contain it", async () => {
    await using server = await PushgatewayServer.start({ basicAuth: true });
    await clientOf(server, { auth: credentials }).push();
    const wrong = clientOf(server, { auth: { username: "alice", password: "s3cret" } }).push();
    await expect(wrong).rejects.toMatchObject({ status: 401, reason: "Unauthorized" });
    await expect(wrong).rejects.not.toThrow(/s3cret/);
    await expect(clientOf(server, { auth: { token: "t0ken" } }).delete()).rejects.toMatchObject({ status: 401 });
    expect(await server.groups()).toHaveLength(1);
  });

  test("accepts clients that trust its authority and have a certificate", async () => {
    await using server = await PushgatewayServer.start({ tls: "client-certificate" });
    const { authority, client } = certificates;
    const ca = pem(authority.cert);
    await clientOf(server, { tls: { ca, key: pem(client.key), cert: pem(client.cert) } }).push();
    await expect(clientOf(server).push()).rejects.toThrow(/failed: unable to verify the first certificate/);
    await expect(clientOf(server, { tls: { ca } }).push()).rejects.toThrow(PushError);
    expect(await server.groups()).toHaveLength(1);
  });
});

describe("the error of a push contains the reason", () => {
  const custom = (...collectors: Collector[]) => {
    const registry = new Registry();
    for (const collector of collectors) registry.register(collector);
    return registry;
  };

  test("if a name has another type in another group", async () => {
    await using server = await PushgatewayServer.start();
    await clientOf(server, { job: "first" }).push();
    const clash = custom({
      collect: () => [{ name: "records", help: "", type: "unknown", metrics: [{ labels: {}, value: 1 }] }],
    });
    for (const format of formats) {
      const push = clientOf(server, { job: "second", registry: clash, format }).push();
      await expect(push).rejects.toMatchObject({
        status: 400,
        reason: expect.stringMatching(/records.* is not an? (GAUGE|UNTYPED)/),
      });
    }
  });

  test("if two series are equal", async () => {
    await using server = await PushgatewayServer.start();
    const twice = {
      gather: async () =>
        Object.assign(
          [
            {
              name: "records",
              help: "",
              type: "gauge" as const,
              metrics: [1, 2].map((value) => ({ labels: {}, value })),
            },
          ],
          { [Symbol.dispose]: () => {} },
        ),
    };
    await expectRefused(async () => {
      const push = clientOf(server, { registry: twice }).push();
      await expect(push).rejects.toThrow(
        /failed with status 400: .*collected before with the same name and label values/,
      );
    });
  });

  test("if a proxy responds with a redirect, which is not followed", async () => {
    await using server = await PushgatewayServer.start();
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(302, { location: `${server.url}${request.url}` }).end("Moved\n");
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await expect(clientOf(server, { url }).push()).rejects.toMatchObject({ status: 302, reason: "Moved" });
    proxy.close();
    expect([asked, await server.groups()]).toEqual([["/metrics/job/backup"], []]);
  });

  test("if the path is wrong", async () => {
    await using server = await PushgatewayServer.start();
    await expect(clientOf(server, { path: "/nowhere" }).push()).rejects.toMatchObject({
      status: 404,
      reason: "404 page not found",
      url: `${server.url}/nowhere/job/backup`,
    });
  });

  test("if an HTTP request reaches an HTTPS server", async () => {
    await using server = await PushgatewayServer.start({ tls: true });
    const push = clientOf(server, { url: server.url.replace("https", "http") }).push();
    await expect(push).rejects.toMatchObject({
      status: 400,
      reason: "Client sent an HTTP request to an HTTPS server.",
    });
  });
});
