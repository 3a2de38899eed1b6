import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** A received request. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The body, decompressed. */
  readonly body: string;
}

/** A response to a request: a status with further properties, or no response at all. */
export type Reply = { status?: number; headers?: Record<string, string>; body?: string } | "hang" | "hang up";

/** A server that sends the given responses in turn, and responds with success afterwards. */
export class FakeGateway implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly replies: Reply[] = [];
  /** Called with each request. */
  onRequest: ((request: IncomingMessage) => void) | undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      this.onRequest?.(request);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const raw = Buffer.concat(chunks);
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
      this.received.push({
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: body.toString(),
      });
      const reply = this.replies.shift() ?? {};
      if (reply === "hang") return;
      if (reply === "hang up") return void request.socket.destroy();
      response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
    });
  }

  static async start(...replies: Reply[]): Promise<FakeGateway> {
    const gateway = new FakeGateway();
    gateway.replies.push(...replies);
    gateway.#server.listen(0, "127.0.0.1");
    await once(gateway.#server, "listening");
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
