import { EventEmitter } from "node:events";
import { createServer, IncomingMessage, type RequestListener, type Server, ServerResponse } from "node:http";
import { connect, createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, Socket } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import compression from "compression";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import Koa from "koa";
import { createRequest, createResponse, type RequestMethod } from "node-mocks-http";
import serverless from "serverless-http";
import type { RequestHandler } from "../../src/service/index.js";
import { type Answer, ask } from "../web-client.js";

/** A request for the metrics. */
export interface Question {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** A framework that serves a handler at `/metrics`. */
export interface Served extends AsyncDisposable {
  ask(question?: Question): Promise<Answer>;
}

/**
 * Serves a handler through a framework.
 *
 * @param handler - the handler of `/metrics`
 * @param status - a status that the application sets before it calls the handler
 */
export type Serve = (handler: RequestHandler, status?: number) => Promise<Served>;

/** The frameworks, servers and mock servers in which the handler is tested. */
export const frameworks: Readonly<Record<string, Serve>> = {
  "node:http": (handler, status) =>
    listening((request, response) => {
      if (status !== undefined) response.statusCode = status;
      handler(request, response);
    }),

  "node:http2": overHttp2,

  "Express 5": (handler, status) => listening(expressApp(handler, status)),

  "Express with compression": (handler, status) => listening(expressApp(handler, status, compression())),

  Koa: (handler, status) => {
    const app = new Koa();
    app.use((context) => {
      if (status !== undefined) context.status = status;
      context.respond = false;
      handler(context.req, context.res);
    });
    return listening(app.callback());
  },

  "Fastify, hijacked": async (handler, status) => {
    const app = fastifyApp(handler, status);
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    return { ask: (question) => ask(`${url}/metrics`, question), [Symbol.asyncDispose]: () => app.close() };
  },

  "Fastify, injected": async (handler, status) => {
    const app = fastifyApp(handler, status);
    return {
      ask: async ({ method = "GET", headers = {} } = {}) => {
        const {
          statusCode,
          headers: answered,
          rawPayload,
        } = await app.inject({
          method: method as "GET",
          url: "/metrics",
          headers,
        });
        return { status: statusCode, headers: answered as Answer["headers"], body: rawPayload };
      },
      [Symbol.asyncDispose]: () => app.close(),
    };
  },

  Hono: (handler, status) => {
    const app = new Hono<{ Bindings: HttpBindings }>();
    const answer = ({ incoming, outgoing }: HttpBindings): Response => {
      if (status !== undefined) outgoing.statusCode = status;
      handler(incoming as IncomingMessage, outgoing as ServerResponse);
      return RESPONSE_ALREADY_SENT;
    };
    app.get("/metrics", ({ env }) => answer(env));
    // Hono creates another response for HEAD, and then does not see that the first one was sent.
    const fetch = (request: Request, env: unknown) =>
      request.method === "HEAD" ? answer(env as HttpBindings) : app.fetch(request, env as HttpBindings);
    return new Promise((resolve) => {
      const server = serve({ fetch, hostname: "127.0.0.1", port: 0 }, () => resolve(served(server as Server)));
    });
  },

  "serverless-http": async (handler, status) => {
    const run = serverless(expressApp(handler, status), { binary: ["application/vnd.google.protobuf"] });
    return {
      ask: async ({ method = "GET", headers = {} } = {}) => {
        const event = { version: "1.0", httpMethod: method, path: "/metrics", headers, requestContext: {}, body: null };
        const result = (await run(event, {})) as LambdaResult;
        const body = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8");
        return { status: result.statusCode, headers: result.headers, body };
      },
      [Symbol.asyncDispose]: async () => {},
    };
  },

  "a response whose socket answers nothing, as serverless-express has": async (handler, status) => ({
    ask: (question) => {
      const { response, answer } = unconnected(question?.method ?? "GET");
      if (status !== undefined) response.statusCode = status;
      handler(Object.assign(response.req, { headers: question?.headers ?? {} }), response);
      return answer;
    },
    [Symbol.asyncDispose]: async () => {},
  }),

  "node-mocks-http": (handler, status) => mocked(handler, status, { eventEmitter: EventEmitter }),

  "node-mocks-http without events": (handler, status) => mocked(handler, status, {}),
};

interface LambdaResult {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** Returns an Express application that serves a handler at `/metrics`, behind other middleware. */
export function expressApp(handler: RequestHandler, status?: number, ...before: express.RequestHandler[]) {
  const app = express();
  app.use(...before, (_request, response, next) => {
    if (status !== undefined) response.status(status);
    next();
  });
  app.use("/metrics", handler);
  return app;
}

function fastifyApp(handler: RequestHandler, status?: number) {
  const app = fastify();
  app.get("/metrics", (request, reply) => {
    if (status !== undefined) reply.raw.statusCode = status;
    reply.hijack();
    handler(request.raw, reply.raw);
  });
  return app;
}

/** Serves the request listener of a framework with `node:http`. */
export async function listening(listener: RequestListener): Promise<Served & { readonly url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return served(server);
}

function served(server: Server): Served & { readonly url: string } {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    ask: (question) => ask(`${url}/metrics`, question),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves the handler through the compatibility layer of HTTP/2. */
async function overHttp2(handler: RequestHandler, status?: number): Promise<Served> {
  const server = createHttp2Server((request, response) => {
    if (status !== undefined) response.statusCode = status;
    handler(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    ask: ({ method = "GET", headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        const request = session.request({ ":path": "/metrics", ":method": method, ...headers });
        const chunks: Buffer[] = [];
        let answered: Record<string, unknown> = {};
        request.on("response", (headers) => {
          answered = headers;
        });
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("error", reject);
        request.on("end", () => {
          const { ":status": code, ...rest } = answered;
          resolve({ status: Number(code), headers: rest as Answer["headers"], body: Buffer.concat(chunks) });
        });
        request.end();
      }),
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => session.close(resolve));
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A response that writes to an object with the minimum that Node.js needs of a socket. Its `write` returns `undefined`. */
function unconnected(method: string): { response: ServerResponse; answer: Promise<Answer> } {
  const request = Object.assign(new IncomingMessage(new Socket()), { method, url: "/metrics" });
  const response = new ServerResponse(request);
  const chunks: Buffer[] = [];
  const none = (): void => {};
  const socket = {
    _writableState: {},
    writable: true,
    on: none,
    removeListener: none,
    destroy: none,
    cork: none,
    uncork: none,
    write(chunk: string | Uint8Array, ...[encoding, done]: [unknown, (() => void)?]) {
      chunks.push(
        Buffer.from(chunk as string, typeof encoding === "string" ? (encoding as BufferEncoding) : undefined),
      );
      if (typeof encoding === "function") encoding();
      else done?.();
    },
  };
  response.useChunkedEncodingByDefault = false;
  response.assignSocket(socket as unknown as Socket);
  const answer = new Promise<Answer>((resolve) => {
    response.once("finish", () => {
      const written = Buffer.concat(chunks);
      const body = written.subarray(written.indexOf("\r\n\r\n") + 4);
      resolve({ status: response.statusCode, headers: response.getHeaders() as Answer["headers"], body });
    });
  });
  return { response, answer };
}

/** Calls the handler with the objects of node-mocks-http, which emit events only if they are given an emitter. */
async function mocked(handler: RequestHandler, status: number | undefined, options: object): Promise<Served> {
  return {
    ask: async ({ method = "GET", headers = {} } = {}) => {
      const request = createRequest({ method: method as RequestMethod, url: "/metrics", headers });
      const response = createResponse(options);
      if (status !== undefined) response.statusCode = status;
      handler(request, response);
      while (!response._isEndCalled()) await new Promise((resolve) => setImmediate(resolve));
      return {
        status: response._getStatusCode(),
        headers: response._getHeaders() as Answer["headers"],
        body: response._getBuffer(),
      };
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
