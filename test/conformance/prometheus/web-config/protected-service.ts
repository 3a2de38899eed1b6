import { Gauge, Registry } from "../../../../src/index.js";
import { Service } from "../../../../src/service/index.js";
import { type PrometheusOptions, PrometheusServer } from "../../judges/prometheus-server.js";
import type { WebConfigFolder } from "../../web-config-folder.js";

/** The name of the job. */
export const job = "protected";

/** The shortest interval and timeout of scrapes. */
const intervalSeconds = 0.2;

/** A service with a web-config file, and a Prometheus that scrapes it. */
export class ProtectedService implements AsyncDisposable {
  readonly service: Service;
  readonly prometheus: PrometheusServer;

  readonly #scrapeSettings: Readonly<Record<string, unknown>>;

  private constructor(
    service: Service,
    prometheus: PrometheusServer,
    scrapeSettings: Readonly<Record<string, unknown>>,
  ) {
    this.service = service;
    this.prometheus = prometheus;
    this.#scrapeSettings = scrapeSettings;
  }

  /** Starts both. `scrapeSettings` are the settings of Prometheus' scrape configuration. */
  static async start(
    folder: WebConfigFolder,
    scrapeSettings: Readonly<Record<string, unknown>>,
  ): Promise<ProtectedService> {
    const registry = new Registry();
    new Gauge({ name: "answer", help: "The answer.", registry }).set(42);
    const service = new Service({ registry, webConfigFile: folder.file });
    await service.start({ host: "127.0.0.1" });
    try {
      const prometheus = await PrometheusServer.start(optionsFor(service, scrapeSettings, intervalSeconds));
      return new ProtectedService(service, prometheus, scrapeSettings);
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  /** Lets Prometheus create its targets again, with a longer interval. */
  async recreateTargets(): Promise<void> {
    await this.prometheus.reload(optionsFor(this.service, this.#scrapeSettings, intervalSeconds + 0.05));
  }

  /** Waits for a number of scrapes, the last of which succeeded. */
  async scraped(count = 3): Promise<void> {
    await this.prometheus.scraped(job, count);
  }

  /** Returns the results of all scrapes, with a number for those in a row that are equal: `["up", "down", "up"]`. */
  async phases(): Promise<string[]> {
    const results = await this.prometheus.results(job, intervalSeconds);
    return results.filter((result, index) => result !== results[index - 1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.prometheus.stop();
    await this.service.stop();
  }
}

function optionsFor(
  service: Service,
  scrapeSettings: Readonly<Record<string, unknown>>,
  seconds: number,
): PrometheusOptions {
  return { targets: { [job]: service.metricsUrl }, scrapeSettings, scrapeInterval: `${Math.round(seconds * 1000)}ms` };
}
