import { connect } from "node:net";
import { Daemon, freePort } from "./daemon.js";
import { programPath } from "./programs.js";

/** A running node_exporter that was started with a web-config file. */
export class NodeExporter implements AsyncDisposable {
  readonly #daemon: Daemon;
  /** The port of 127.0.0.1 on which it listens. */
  readonly port: number;

  private constructor(daemon: Daemon, port: number) {
    this.#daemon = daemon;
    this.port = port;
  }

  /**
   * Starts one on a free port and waits until it answers.
   *
   * @throws {Error} with its output if it rejects the file
   */
  static async start(webConfigFile: string): Promise<NodeExporter> {
    const daemon = new Daemon("node-exporter");
    const port = await freePort();
    const flags = [
      `--web.config.file=${webConfigFile}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--collector.disable-defaults",
      "--collector.loadavg",
    ];
    try {
      await daemon.start(programPath("prometheus-node-exporter"), flags, port);
      // It listens before it has read the file.
      await daemon.answer("an answer", async () => (await answers(port)) || undefined);
      return new NodeExporter(daemon, port);
    } catch (error) {
      await daemon.stop();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#daemon.stop();
  }
}

/** Whether a server answers to a malformed request, which no rate limit counts. TLS answers it as well. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("GET /\r\n\r\n"));
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
    socket.once("data", () => {
      resolve(true);
      socket.destroy();
    });
  });
}
