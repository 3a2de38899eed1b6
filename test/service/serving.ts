import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Counter } from "../../src/collectors/counter.js";
import type { Collector, Gathered, Gatherer } from "../../src/model/collector.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { Registry } from "../../src/registry/registry.js";
import type { RequestHandler, ServiceOptions } from "../../src/service/index.js";
import { Service } from "../../src/service/index.js";
import { type Answer, ask, type Question } from "../web-client.js";

/** A running service on a free port of 127.0.0.1. */
export function serve(options: ServiceOptions = {}): Promise<Service> {
  return new Service(options).start({ host: "127.0.0.1" });
}

/** A server around a handler. */
export interface Mounted extends AsyncDisposable {
  /** The URL, without a trailing slash. */
  readonly url: string;
  /** The number of requests that the handler has received. */
  arrived: number;
}

/** Mounts a handler in a server. */
export async function mounted(handler: RequestHandler): Promise<Mounted> {
  const server = createServer((request, response) => {
    handler(request, response);
    running.arrived++;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const running: Mounted = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return running;
}

/** Returns a registry with one counter of a number of series. */
export function registryOf(series: number): Registry {
  const registry = new Registry();
  const events = new Counter({
    name: "events_total",
    help: "Number of events.",
    labelNames: ["n"],
    maxSeries: Number.POSITIVE_INFINITY,
    registry,
  });
  for (let n = 0; n < series; n++) events.inc({ n: `${n}` }, n);
  return registry;
}

/** Requests the metrics of a service. */
export function scrape(service: Service, headers: Record<string, string> = {}, query = ""): Promise<Answer> {
  return ask(service.metricsUrl + query, { headers } as Question);
}

/** Returns the value of a series in a text exposition. */
export function valueIn(answer: Answer, series: string): number {
  const line = answer.body
    .toString()
    .split("\n")
    .find((one) => one.startsWith(`${series} `));
  if (line === undefined) throw new Error(`${series} is not in the exposition`);
  return Number(line.slice(series.length + 1));
}

/** Scrapes a service and returns its number of errors with a cause. */
export async function errorsOf(service: Service, cause: string): Promise<number> {
  return valueIn(await scrape(service), `narthex_scrape_errors_total{cause="${cause}"}`);
}

/** Returns the family of a gauge. */
export function gaugeFamily(name: string, value = 1, help = "A gauge."): MetricFamily {
  return { name, help, type: "gauge", metrics: [{ labels: {}, value }] };
}

/** A collector that the test completes. */
export class ControlledCollector implements Collector {
  /** The number of calls of `collect`. */
  asked = 0;
  readonly #waiting: (() => void)[] = [];

  collect(): Promise<readonly MetricFamily[]> {
    this.asked++;
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve([gaugeFamily("controlled", this.asked)]));
    });
  }

  /** Completes all pending calls. */
  answer(): void {
    for (const give of this.#waiting.splice(0)) give();
  }
}

/** A gatherer of one family with endless series. */
export class EndlessGatherer implements Gatherer {
  /** The number of series that were read. */
  read = 0;
  /** The numbers of gathers that were begun and disposed. */
  begun = 0;
  disposed = 0;
  readonly #failAfter: number;

  /** @param failAfter - the number of series after which reading throws */
  constructor(failAfter: number = Number.POSITIVE_INFINITY) {
    this.#failAfter = failAfter;
  }

  async gather(): Promise<Gathered> {
    this.begun++;
    const metrics = () => this.#metrics();
    const family = { ...gaugeFamily("endless"), metrics: { [Symbol.iterator]: metrics } } as MetricFamily;
    const dispose = (): void => void this.disposed++;
    return Object.assign([family], { [Symbol.dispose]: dispose });
  }

  *#metrics(): Generator<{ labels: { n: string }; value: number }> {
    for (let n = 0; n < this.#failAfter; n++) {
      this.read++;
      yield { labels: { n: `${n}`.padStart(12, "0") }, value: n };
    }
    throw new Error("the series broke off");
  }
}

/** Waits until a condition holds. The time limit of the test bounds the wait. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
