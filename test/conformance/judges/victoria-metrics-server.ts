import { join } from "node:path";
import { ask } from "../../web-client.js";
import { Daemon, freePort } from "./daemon.js";
import { programPath } from "./programs.js";

/** One series as VictoriaMetrics exports it. */
export interface ExportedSeries {
  /** The labels, with the name as `__name__`. */
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly number[];
  /** Milliseconds since the Unix epoch. */
  readonly timestamps: readonly number[];
}

/** A running VictoriaMetrics. */
export class VictoriaMetricsServer implements AsyncDisposable {
  readonly #daemon: Daemon;
  /** The base URL for pushes; the import path is `/api/v1/import/prometheus`. */
  readonly url: string;

  private constructor(daemon: Daemon, url: string) {
    this.#daemon = daemon;
    this.url = url;
  }

  /**
   * Starts one on a free port and waits until it listens.
   *
   * @throws Error with what it printed when it does not start
   */
  static async start(): Promise<VictoriaMetricsServer> {
    const daemon = new Daemon("victoria-metrics");
    const port = await freePort();
    // Queries find a sample only when it is older than the latency offset.
    const flags = [
      `-httpListenAddr=127.0.0.1:${port}`,
      `-storageDataPath=${join(daemon.folder, "data")}`,
      "-search.latencyOffset=0s",
    ];
    try {
      await daemon.start(programPath("victoria-metrics"), flags, port);
      return new VictoriaMetricsServer(daemon, `http://127.0.0.1:${port}`);
    } catch (error) {
      await daemon.stop();
      throw error;
    }
  }

  /** Waits until a selector has series and returns them with every sample. */
  async exported(selector: string): Promise<ExportedSeries[]> {
    const parameters = new URLSearchParams({ "match[]": selector });
    return this.#daemon.answer(`series of ${selector}`, async () => {
      await ask(`${this.url}/internal/force_flush`);
      const { body } = await ask(`${this.url}/api/v1/export?${parameters}`);
      const lines = body
        .toString()
        .split("\n")
        .filter((line) => line !== "");
      return lines.length === 0 ? undefined : lines.map((line) => JSON.parse(line) as ExportedSeries);
    });
  }

  /** Waits until an instant query has values. */
  async query(expression: string): Promise<{ metric: Record<string, string>; value: number }[]> {
    return this.#daemon.answer(`values of ${expression}`, async () => {
      await ask(`${this.url}/internal/force_flush`);
      const { body } = await ask(`${this.url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
      const { data } = JSON.parse(body.toString()) as {
        data: { result: { metric: Record<string, string>; value: [number, string] }[] };
      };
      return data.result.length === 0
        ? undefined
        : data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    });
  }

  /** Stops it and removes its data. */
  async stop(): Promise<void> {
    await this.#daemon.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
