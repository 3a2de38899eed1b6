import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import * as ws from "ws";
import { createWebSocketStream, WebSocket, WebSocketServer } from "ws";
import { everyMethodOf } from "./every-method.js";

/** Classes of ws without type declarations. */
const { Receiver, Sender } = ws as unknown as Readonly<Record<"Receiver" | "Sender", typeof WebSocket>>;

type Entry = readonly unknown[];

/** Records the events of a socket. */
function note(log: Entry[], name: string, socket: WebSocket): void {
  socket.on("message", (data, isBinary) => log.push([name, "message", String(data), isBinary]));
  socket.on("ping", (data) => log.push([name, "ping", String(data)]));
  socket.on("pong", (data) => log.push([name, "pong", String(data)]));
  socket.on("close", (code, reason) => log.push([name, "close", code, String(reason)]));
  socket.on("error", (error) => log.push([name, "error", error.message]));
}

/** The messages and events of two connected sockets, in order for each of them. */
async function drive(perMessageDeflate: boolean): Promise<Entry[][]> {
  const [client, server, closed]: [Entry[], Entry[], Promise<unknown>[]] = [[], [], []];
  const listening = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate });
  await once(listening, "listening");
  const url = `ws://127.0.0.1:${(listening.address() as AddressInfo).port}`;

  listening.on("connection", (socket, request) => {
    server.push(["connection", request.url]);
    closed.push(once(socket, "close"));
    note(server, String(request.url), socket);
    if (request.url === "/echo") socket.on("message", (data, binary) => socket.send(data, { binary }));
    if (request.url === "/stream") createWebSocketStream(socket).pipe(createWebSocketStream(socket));
    if (request.url === "/strict") setImmediate(() => socket.close(4001, "go away"));
  });

  const echo = new WebSocket(`${url}/echo`, { perMessageDeflate });
  note(client, "echo", echo);
  await once(echo, "open");
  client.push(["protocol", echo.readyState, echo.extensions]);
  echo.send("text");
  echo.send(new Uint8Array([1, 2, 3]));
  echo.send("frag", { fin: false });
  echo.send("ments", { fin: true });
  await new Promise((sent) => echo.send("x".repeat(200_000), { compress: true }, sent));
  echo.ping("are you there");
  await once(echo, "pong");
  while (client.filter(([, event]) => event === "message").length < 4) await once(echo, "message");
  echo.close(1000, "done");
  await once(echo, "close");

  const stream = createWebSocketStream(new WebSocket(`${url}/stream`), { encoding: "utf8" });
  stream.end("through a stream");
  client.push(["stream", await text(stream)]);

  const strict = new WebSocket(`${url}/strict`);
  note(client, "strict", strict);
  await once(strict, "close");

  listening.close();
  await Promise.all([once(listening, "close"), ...closed]);
  return [client, server];
}

test.each([
  ["uncompressed", false],
  ["compressed", true],
] as const)(
  "sockets of ws exchange the same messages if all their methods are measured until their end, %s",
  async (_, isDeflated) => {
    const before = await drive(isDeflated);
    const classes = [WebSocket, WebSocketServer, Receiver, Sender];
    using decorated = everyMethodOf(...classes, ...classes.map(({ prototype }) => prototype));
    expect(await drive(isDeflated)).toEqual(before);
    expect(await decorated.counts()).toMatchObject({ handleUpgrade: 3, ping: 2 });
    expect(await decorated.errors()).toBe(0);
  },
);
