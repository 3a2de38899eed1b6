import { type Gathered, Histogram, type HistogramMetric, Registry } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";

/** A histogram as it was served. */
export interface Served {
  readonly count: number;
  readonly sum: number;
  readonly schema: number;
  readonly zeroThreshold: number;
}

const scrapesToRestart = 20;

/**
 * A target whose native histogram changes between scrapes. Each scrape has more and different buckets, so that they are
 * widened, merged and reset. After some scrapes, the target restarts with an empty histogram.
 */
export class ChurningTarget {
  /** The name of its native histogram. */
  static readonly histogram = "churning_seconds";

  /** Each histogram as it was served. */
  readonly served: Served[] = [];
  /** The number of restarts. */
  restarts = 0;
  #service: Service;
  #isStopped = false;
  #restarting: Promise<void> | undefined;

  constructor() {
    this.#service = this.#fresh();
  }

  /** The URL of its metrics. */
  get url(): string {
    return this.#service.metricsUrl;
  }

  /** Starts it on a free port. */
  async start(): Promise<void> {
    await this.#service.start({ host: "127.0.0.1" });
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#restarting;
    await this.#service.stop();
  }

  #fresh(): Service {
    const registry = new Registry();
    const native = { maxBuckets: 12, maxZeroThreshold: 2 ** -9, minResetSeconds: 1.5 };
    const histogram = new Histogram({ name: ChurningTarget.histogram, help: "", native, buckets: [1], registry });
    let scrapes = 0;
    const gather = async (): Promise<Gathered> => {
      // Ten octaves around a center that moves.
      for (let i = 0; i < 10; i++) histogram.observe((i % 3 === 0 ? -1 : 1) * 2 ** (((scrapes * 3.7 + i) % 20) - 12));
      scrapes++;
      const gathered = await registry.gather();
      this.#note([...(gathered[0]?.metrics ?? [])][0] as HistogramMetric);
      if (scrapes === scrapesToRestart) setTimeout(() => this.#restart(), 50);
      return gathered;
    };
    return new Service({ registry: { gather } });
  }

  #note({ count, sum, native }: HistogramMetric): void {
    if (native === undefined) throw new Error("there is no native part");
    this.served.push({ count, sum, schema: native.schema, zeroThreshold: native.zeroThreshold });
  }

  #restart(): void {
    if (this.#isStopped) return;
    const former = this.#service;
    const port = Number(new URL(former.metricsUrl).port);
    this.#service = this.#fresh();
    this.restarts++;
    this.#restarting = former.stop().then(async () => {
      await this.#service.start({ host: "127.0.0.1", port });
    });
  }
}
