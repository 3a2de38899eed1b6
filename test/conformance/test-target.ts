import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Exposition } from "./readings/format.js";

/** A target that serves given responses and records the requests. */
export class TestTarget implements AsyncDisposable {
  readonly #server: Server;
  /** The `Accept` headers of all requests so far. */
  readonly accepted: string[] = [];

  private constructor(answer: (request: IncomingMessage) => Exposition) {
    this.#server = createServer((request, response) => {
      this.accepted.push(request.headers.accept ?? "");
      const { contentType, body } = answer(request);
      response.setHeader("Content-Type", contentType).end(body);
    });
  }

  /** Serves the responses on a free port. */
  static async start(answer: (request: IncomingMessage) => Exposition): Promise<TestTarget> {
    const target = new TestTarget(answer);
    await new Promise<void>((resolve) => target.#server.listen(0, "127.0.0.1", resolve));
    return target;
  }

  /** The URL of the target. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
