import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { negotiate } from "../../src/exposition/negotiation/negotiate.js";
import type { Gathered, Gatherer } from "../../src/model/collector.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { metricsHandler } from "../../src/service/index.js";
import { ask } from "../web-client.js";
import { gaugeFamily, mounted, until, valueIn } from "./serving.js";

/** A gatherer that the test completes. It counts how often its families are written. */
class CountedGatherer implements Gatherer {
  written = 0;
  begun = 0;
  disposed = 0;
  /** Completes the running gather. */
  answer: (error?: Error) => void = () => {};

  async gather(): Promise<Gathered> {
    this.begun++;
    await new Promise<void>((resolve, reject) => {
      this.answer = (error) => (error ? reject(error) : resolve());
    });
    return Object.assign([this.#family()], { [Symbol.dispose]: () => void this.disposed++ });
  }

  #family(): MetricFamily {
    const metrics = { [Symbol.iterator]: () => this.#metrics() };
    return { ...gaugeFamily("counted"), metrics } as MetricFamily;
  }

  *#metrics(): Generator<{ labels: Record<string, string>; value: number }> {
    this.written++;
    for (let n = 0; n < 100; n++) yield { labels: { n: `${n}` }, value: this.written };
  }
}

/** Serves a gatherer and starts scrapes that wait for it. */
async function waiting(requests: readonly Record<string, string>[]) {
  const gatherer = new CountedGatherer();
  const server = await mounted(metricsHandler({ registry: gatherer }));
  const clients = requests.map(() => new AbortController());
  const answers = requests.map((headers, i) => {
    const signal = clients[i]?.signal as AbortSignal;
    return fetch(server.url, { headers, signal }).then(async (response) => ({
      status: response.status,
      type: response.headers.get("content-type"),
      body: Buffer.from(await response.arrayBuffer()),
    }));
  });
  await until(() => server.arrived === requests.length && gatherer.begun === 1);
  return { gatherer, server, clients, answers, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function next(running: Awaited<ReturnType<typeof waiting>>) {
  const { begun } = running.gatherer;
  const answer = ask(running.server.url);
  await until(() => running.gatherer.begun > begun);
  running.gatherer.answer();
  return answer;
}

describe("scrapes that wait for the same gather", () => {
  test("share one body if they request the same format", async () => {
    await using running = await waiting([{}, {}, { Accept: "text/plain" }, { "Accept-Encoding": "identity" }]);
    running.gatherer.answer();
    const [first, ...others] = await Promise.all(running.answers);
    expect(first?.body.toString()).toContain('counted{n="99"} 1\n');
    for (const other of others) expect(other).toEqual(first);
    expect(running.gatherer.written).toBe(1);
  });

  test("have separate bodies for other formats or escaping schemes", async () => {
    const accepts = [
      "text/plain; version=0.0.4",
      "text/plain; version=1.0.0; escaping=dots",
      "text/plain; version=1.0.0; escaping=values",
      "application/openmetrics-text; version=1.0.0; escaping=dots",
    ];
    await using running = await waiting([...accepts, ...accepts].map((Accept) => ({ Accept })));
    running.gatherer.answer();
    const answers = await Promise.all(running.answers);
    const types = accepts.map((accept) => negotiate({ accept }).contentType);
    expect(answers.map(({ type }) => type)).toEqual([...types, ...types]);
    expect(running.gatherer.written).toBe(4);
  });

  test("are compressed or not, from one body", async () => {
    await using running = await waiting([{ "Accept-Encoding": "identity" }]);
    const zipped = [1, 2].map(() => ask(running.server.url, { headers: { "Accept-Encoding": "gzip" } }));
    await until(() => running.server.arrived === 3);
    running.gatherer.answer();
    const plain = await running.answers[0];
    for (const { headers, body } of await Promise.all(zipped)) {
      expect(headers["content-encoding"]).toBe("gzip");
      expect(gunzipSync(body).equals(plain?.body as Buffer)).toBe(true);
    }
    expect(running.gatherer.written).toBe(1);
  });

  test("do not wait for other clients, and continue after the first disconnects", async () => {
    await using running = await waiting([{}, {}, {}]);
    running.clients[0]?.abort();
    await expect(running.answers[0]).rejects.toThrow(/abort/);
    running.gatherer.answer();
    const [second, third] = await Promise.all(running.answers.slice(1));
    expect(second?.body.toString()).toContain('counted{n="99"} 1\n');
    expect(third).toEqual(second);
    expect(running.gatherer.disposed).toBe(1);
    const after = await next(running);
    expect(valueIn(after, 'narthex_scrape_errors_total{cause="aborted"}')).toBe(1);
    expect(valueIn(after, 'narthex_scrapes_total{format="text-0.0.4",code="200"}')).toBe(2);
  });

  test("each fail and are counted if the gather fails", async () => {
    await using running = await waiting([{}, {}, { "Accept-Encoding": "gzip" }]);
    running.gatherer.answer(new Error("no"));
    for (const { status } of await Promise.all(running.answers)) expect(status).toBe(500);
    const after = await next(running);
    expect(valueIn(after, 'narthex_scrape_errors_total{cause="gather"}')).toBe(3);
    expect(valueIn(after, 'narthex_scrapes_total{format="text-0.0.4",code="500"}')).toBe(3);
  });

  test("each show and count a family that their format cannot show", async () => {
    const families = [gaugeFamily("a.b"), gaugeFamily("a_b")];
    const gather = async () => Object.assign([...families], { [Symbol.dispose]() {} });
    await using server = await mounted(metricsHandler({ registry: { gather } }));
    const answers = await Promise.all([ask(server.url), ask(server.url)]);
    for (const { body } of answers) expect(body.toString().match(/^a_b /gm)).toHaveLength(1);
    expect(valueIn(await ask(server.url), 'narthex_scrape_errors_total{cause="duplicate"}')).toBe(2);
  });

  test("do not delay HEAD", async () => {
    await using running = await waiting([{}]);
    expect((await ask(running.server.url, { method: "HEAD" })).status).toBe(200);
    running.gatherer.answer();
    await Promise.all(running.answers);
    expect(running.gatherer.begun).toBe(1);
  });
});
