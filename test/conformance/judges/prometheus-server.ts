import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type JudgedSample, judgedLabels } from "../readings/normal-form.js";
import { Daemon, freePort } from "./daemon.js";
import { programPath } from "./programs.js";

/** Options for {@link PrometheusServer.start}. */
export interface PrometheusOptions {
  /** The URLs of the targets, by the names of their jobs. */
  readonly targets: Readonly<Record<string, string | URL>>;
  /** The scrape interval, in Prometheus' notation (default `200ms`). */
  readonly scrapeInterval?: string;
  /** For example `native-histograms`, `exemplar-storage`. */
  readonly features?: readonly string[];
  /** Further flags. */
  readonly flags?: readonly string[];
  /** Further settings of every scrape configuration, as JSON: `honor_labels`, `tls_config`, … */
  readonly scrapeSettings?: Readonly<Record<string, unknown>>;
}

/** One value of an instant query. */
export interface QueriedValue {
  readonly metric: Readonly<Record<string, string>>;
  /** The value of a float sample. */
  readonly value: number;
}

/** One series of a range query. */
export interface QueriedRange {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since the Unix epoch, and the value at that time. */
  readonly values: readonly (readonly [time: number, value: number])[];
}

/** A native histogram as Prometheus stored it. */
export interface StoredHistogram {
  /** In seconds since the Unix epoch. */
  readonly time: number;
  readonly count: number;
  readonly sum: number;
}

/** The state of a target. */
export interface Target {
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
  readonly lastScrape: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The exemplars of one series. */
export interface QueriedExemplars {
  readonly seriesLabels: Readonly<Record<string, string>>;
  readonly exemplars: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: string;
    readonly timestamp: number;
  }[];
}

/** Metadata of one metric as a target exposes it. */
export interface TargetMetadata {
  readonly metric: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

type Wire = {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
  histograms?: [number, { count: string; sum: string }][];
}[];

/** A running Prometheus that scrapes targets. */
export class PrometheusServer implements AsyncDisposable {
  readonly #daemon: Daemon;
  readonly #url: string;

  private constructor(daemon: Daemon, url: string) {
    this.#daemon = daemon;
    this.#url = url;
  }

  /**
   * Starts one on a free port and waits until it is ready.
   *
   * @throws Error with what it printed when it does not start
   */
  static async start(options: PrometheusOptions): Promise<PrometheusServer> {
    const daemon = new Daemon("prometheus");
    const port = await freePort();
    configure(daemon, options);
    const flags = [
      `--config.file=${join(daemon.folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(daemon.folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--web.enable-lifecycle",
      ...(options.features === undefined ? [] : [`--enable-feature=${options.features.join(",")}`]),
      ...(options.flags ?? []),
    ];
    const server = new PrometheusServer(daemon, `http://127.0.0.1:${port}`);
    try {
      await daemon.start(programPath("prometheus"), flags, port);
      await daemon.answer("ready", async () => (await fetch(`${server.#url}/-/ready`)).ok || undefined);
      return server;
    } catch (error) {
      await daemon.stop();
      throw error;
    }
  }

  /** The URL of its API. */
  get url(): string {
    return this.#url;
  }

  /** Whether it is running. A malformed native histogram can crash it. */
  get isRunning(): boolean {
    return this.#daemon.isRunning;
  }

  /** Its log so far. */
  get log(): string {
    return this.#daemon.output;
  }

  /** Returns the current values of an expression. Native histograms have none; use a function of them. */
  async query(expression: string): Promise<QueriedValue[]> {
    const { result } = await this.#api<{ result: Wire }>("query", { query: expression });
    return result.map(({ metric, value }) => ({ metric, value: numberOf(value?.[1] ?? "") }));
  }

  /** Returns the only value of an expression. */
  async value(expression: string): Promise<number> {
    const found = await this.query(expression);
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return only.value;
    throw new Error(`${expression} should have one value, it has ${found.length}: ${JSON.stringify(found)}`);
  }

  /** Returns the current float samples of a selector, without the labels of the target. */
  async samples(selector: string): Promise<JudgedSample[]> {
    const found = await this.query(selector);
    return found.map(({ metric: { __name__: name = "", job: _job, instance: _instance, ...labels }, value }) => {
      return { name, labels: judgedLabels(labels), value };
    });
  }

  /** Returns the values of an expression over a range of time, in seconds since the Unix epoch. */
  async queryRange(expression: string, start: number, end: number, stepSeconds: number): Promise<QueriedRange[]> {
    const parameters = { query: expression, start: `${start}`, end: `${end}`, step: `${stepSeconds}` };
    const { result } = await this.#api<{ result: Wire }>("query_range", parameters);
    return result.map(({ metric, values = [] }) => ({
      metric,
      values: values.map(([time, value]) => [time, numberOf(value)] as const),
    }));
  }

  /** Returns the float samples of one series in the last hour: seconds since the Unix epoch, and the value. */
  async stored(selector: string): Promise<(readonly [time: number, value: number])[]> {
    const { result } = await this.#api<{ result: Wire }>("query", { query: `${selector}[1h]` });
    return result.flatMap(({ values = [] }) => values.map(([time, value]) => [time, numberOf(value)] as const));
  }

  /** Returns the native histograms of one series in the last hour. */
  async histograms(selector: string): Promise<StoredHistogram[]> {
    const { result } = await this.#api<{ result: Wire }>("query", { query: `${selector}[1h]` });
    return result.flatMap(({ histograms = [] }) =>
      histograms.map(([time, { count, sum }]) => ({ time, count: numberOf(count), sum: numberOf(sum) })),
    );
  }

  /** Returns the exemplars of the last hour. */
  exemplars(expression: string): Promise<QueriedExemplars[]> {
    const now = Date.now() / 1000;
    return this.#api("query_exemplars", { query: expression, start: `${now - 3600}`, end: `${now + 60}` });
  }

  /** Returns the targets with their states. */
  async targets(): Promise<Target[]> {
    return (await this.#api<{ activeTargets: Target[] }>("targets")).activeTargets;
  }

  /** Returns type, help and unit of a job's metrics. */
  metadata(job: string): Promise<TargetMetadata[]> {
    return this.#api("targets/metadata", { match_target: `{job="${job}"}` });
  }

  /** Returns the number of scrapes of a job, including failed ones. */
  async scrapes(job: string): Promise<number> {
    const [found] = await this.query(`count_over_time(up{job="${job}"}[1h])`);
    return found?.value ?? 0;
  }

  /**
   * Returns the results of all scrapes of a job so far, oldest first. On a busy machine, a scrape can take longer than its
   * timeout of `timeoutSeconds`, whatever the target does; such scrapes are left out.
   */
  async results(job: string, timeoutSeconds: number): Promise<("up" | "down")[]> {
    const durations = new Map(await this.stored(`scrape_duration_seconds{job="${job}"}`));
    const results = await this.stored(`up{job="${job}"}`);
    return results
      .filter(([time, isUp]) => isUp === 1 || (durations.get(time) ?? 0) < timeoutSeconds)
      .map(([, isUp]) => (isUp === 1 ? "up" : "down"));
  }

  /** Waits until the last scrape of a job failed, or until it did not. Returns the reason of the failure. */
  async becomes(health: "up" | "down", job: string): Promise<string> {
    const target = await this.#daemon.answer(`${job} to be ${health}`, async () =>
      (await this.targets()).find((one) => one.labels["job"] === job && one.health === health),
    );
    return target.lastError;
  }

  /**
   * Waits until a job has been scraped `count` more times, so that what it served before is stored.
   *
   * @throws Error with Prometheus' own reason when the last scrape failed
   */
  async scraped(job: string, count = 1): Promise<void> {
    const before = await this.scrapes(job);
    // One scrape may already be in progress.
    const enough = before + count + 1;
    const target = await this.#daemon.answer(`${count} scrapes of ${job}`, async () => {
      if ((await this.scrapes(job)) < enough) return undefined;
      const found = (await this.targets()).find(({ labels }) => labels["job"] === job);
      // On a busy machine, a scrape can take longer than the interval. The next one is checked then.
      return found?.lastError.includes("context deadline exceeded") ? undefined : found;
    });
    if (target.health !== "up") throw new Error(`${job} is ${target.health}: ${target.lastError}`);
  }

  /** Replaces the targets, the scrape interval and the scrape settings. The data stays. */
  async reload(options: Omit<PrometheusOptions, "features" | "flags">): Promise<void> {
    configure(this.#daemon, options);
    const { ok } = await fetch(`${this.#url}/-/reload`, { method: "POST" });
    if (!ok) throw new Error(`Prometheus rejected the configuration: ${this.log}`);
  }

  /** Waits until an expression has values. */
  async eventually(expression: string): Promise<QueriedValue[]> {
    return this.#daemon.answer(`values of ${expression}`, async () => {
      const found = await this.query(expression);
      return found.length > 0 ? found : undefined;
    });
  }

  /** Stops it and removes its data. */
  async stop(): Promise<void> {
    await this.#daemon.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #api<T>(path: string, parameters: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`${this.#url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const answer = (await response.json()) as { status: string; error?: string; data: T };
    if (answer.status !== "success")
      throw new Error(`Prometheus answered ${response.status} to ${path}: ${answer.error}`);
    return answer.data;
  }
}

function configure({ folder }: Daemon, options: PrometheusOptions): void {
  writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(configurationOf(options)));
}

/** JSON is YAML. */
function configurationOf({ targets, scrapeInterval = "200ms", scrapeSettings }: PrometheusOptions): unknown {
  return {
    global: { scrape_interval: scrapeInterval, scrape_timeout: scrapeInterval },
    scrape_configs: Object.entries(targets).map(([job, target]) => {
      const { protocol, host, pathname, searchParams } = new URL(target);
      const names = [...new Set(searchParams.keys())];
      return {
        job_name: job,
        scheme: protocol.slice(0, -1),
        metrics_path: decodeURIComponent(pathname),
        params: Object.fromEntries(names.map((name) => [name, searchParams.getAll(name)])),
        static_configs: [{ targets: [host] }],
        ...scrapeSettings,
      };
    }),
  };
}

/** Parses a number of the API. */
function numberOf(written: string): number {
  return /Inf$/.test(written) ? Number(written.replace("Inf", "Infinity")) : Number(written);
}
