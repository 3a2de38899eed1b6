import { connect, type Socket } from "node:net";
import type { Service } from "../../src/service/index.js";
import { ask } from "../web-client.js";
import { mounted, valueIn } from "./serving.js";

/** A connection of a test, which sees each byte of the answers. */
export interface RawConnection {
  readonly socket: Socket;
  /** The answers so far. */
  readonly received: () => string;
  /** Resolves with the answers when the connection has closed. */
  readonly closed: Promise<string>;
}

/** Opens a connection to a service and sends bytes. A connection that is reset counts as closed. */
export function rawConnection(service: Service, bytes: string | Uint8Array): RawConnection {
  const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
  let text = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    text += chunk;
  });
  socket.on("error", () => {});
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  if (bytes.length > 0) socket.write(bytes);
  return { socket, received: () => text, closed };
}

/** Sends bytes to a service and returns the answers, when the service has closed the connection. */
export function rawAnswers(service: Service, bytes: string | Uint8Array): Promise<string> {
  return rawConnection(service, bytes).closed;
}

/** Returns the request that asks for a path. */
export function rawGet(path: string, ...headers: readonly string[]): string {
  return `GET ${path} HTTP/1.1\r\n${["Host: test", ...headers].join("\r\n")}\r\n\r\n`;
}

/** Returns the number of requests that a service refused for a reason. */
export async function refusalsOf(service: Service, reason: string): Promise<number> {
  return seriesOf(service, `narthex_service_refused_requests_total{reason="${reason}"}`);
}

/** Returns the number of connections that a service closed for a reason. */
export async function closuresOf(service: Service, reason: string): Promise<number> {
  return seriesOf(service, `narthex_service_closed_connections_total{reason="${reason}"}`);
}

async function seriesOf(service: Service, series: string): Promise<number> {
  // In another server, the limits of the service's own one do not apply to the test itself.
  await using server = await mounted(service.handler);
  return valueIn(await ask(`${server.url}/metrics?name[]=${series.split("{")[0]}`), series);
}
