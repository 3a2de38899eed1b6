import type { onError, Registry, Rendered, RenderOptions } from "../../src/index.js";
import type { Pushgateway } from "../../src/push/index.js";
import type { RequestHandler, Service } from "../../src/service/index.js";

/** The exports of {@link program}. */
export interface Program {
  readonly registry: Registry;
  readonly service: Service;
  readonly onError: typeof onError;
  readonly Service: typeof Service;
  readonly handler: RequestHandler;
  /** Calls decorated methods: one call succeeds, one is rejected. */
  call(): Promise<void>;
  /** Reads a measured web stream, and returns its text and the number of observations. */
  measureStream(): Promise<[text: string, observed: number]>;
  /** Returns the exposition of a gauge with the label `kind` and a collect function. */
  shownOf(collect: () => unknown): Promise<string>;
  rendered(options?: RenderOptions): Promise<Rendered>;
  /** Returns the length of a streamed exposition. */
  streamed(signal?: AbortSignal): Promise<number>;
  gatewayAt(url: string): Pushgateway;
  jobPushedTo(gateway: Pushgateway): Promise<void>;
  /** Returns the number of rejected calls. */
  checkWithTestHelpers(): Promise<number | undefined>;
}

/** A program in TypeScript that uses each feature once. It uses only the globals of the language. */
export const program = `
import { ReadableStream } from "node:stream/web";
import { bind, CountExceptions, counter, Gauge, Histogram, InProgress, onError, Registry, render, renderText, stream, Timer, timed } from "narthex";
import { Pushgateway, PushMetrics } from "narthex/push";
import { collectRuntimeMetrics } from "narthex/runtime";
import { metricsHandler, Service } from "narthex/service";
import { compare, expectMetrics, fakeClock, lint, sampleValue } from "narthex/testing";

class Refused extends Error {}

class Orders {
  @Timer()
  @InProgress()
  @CountExceptions(counter({ name: "refusals_total", help: "Refusals." }), { only: Refused })
  async place(price) {
    if (price > 100) throw new Refused("too much");
    return price;
  }
}

export const registry = new Registry();
bind(Orders, registry);
collectRuntimeMetrics(registry);
export const service = new Service({ registry });
export { onError, Service };
export const handler = metricsHandler({ registry });

export async function call() {
  const orders = new Orders();
  await orders.place(5);
  await orders.place(500).catch(() => {});
}

export async function measureStream() {
  const seconds = new Histogram({ name: "read_seconds", help: "Time to read.", registry: null });
  const start = (controller) => {
    controller.enqueue("chunk");
    controller.close();
  };
  const open = timed(seconds, () => new ReadableStream({ start }), { until: "end" });
  const chunks = [];
  for await (const chunk of open()) chunks.push(chunk);
  return [chunks.join(), seconds.get().count];
}

export async function shownOf(collect) {
  const one = new Registry();
  new Gauge({ name: "given", help: "Given by another realm.", labelNames: ["kind"], collect, registry: one });
  return renderText(one);
}

export const rendered = (options) => render(registry, options);

export async function streamed(signal) {
  let length = 0;
  for await (const chunk of await stream(registry, { signal })) length += chunk.length;
  return length;
}

export const gatewayAt = (url) => new Pushgateway({ url, job: "orders", registry });

export function jobPushedTo(gateway) {
  class Job {
    @PushMetrics(gateway)
    async run() {}
  }
  return new Job().run();
}

export async function checkWithTestHelpers() {
  await expectMetrics(registry).toHave("refusals_total", {}, 1);
  await expectMetrics(registry).toNotHave("orders_total");
  await lint(registry);
  const clock = fakeClock();
  clock.advance(5);
  const family = "# HELP refusals_total Refusals.\\n# TYPE refusals_total counter\\nrefusals_total 1";
  await compare(registry, family, { names: ["refusals_total"] });
  return sampleValue(registry, "refusals_total");
}
`;
