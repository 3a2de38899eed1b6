import { type ClientHttp2Session, connect, createServer, type Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { Connections } from "../../../src/service/listening/connections.js";

/** Starts a server of HTTP/2 whose requests the test answers, and connects a client. */
async function session(): Promise<{
  connections: Connections;
  client: ClientHttp2Session;
  answers: (() => void)[];
}> {
  const connections = new Connections({ maxConnections: 10, unref: false });
  const server: Http2Server = createServer();
  connections.add(server);
  const answers: (() => void)[] = [];
  server.on("request", (_, response) => answers.push(() => response.end("answer")));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => client.once("remoteSettings", resolve));
  return { connections, client, answers };
}

/** Sends a request and returns its body. */
function bodyOf(client: ClientHttp2Session): Promise<string> {
  const stream = client.request({ ":path": "/" });
  stream.setEncoding("utf8");
  return new Promise((resolve, reject) => {
    let body = "";
    stream.on("data", (chunk: string) => {
      body += chunk;
    });
    stream.on("end", () => resolve(body)).on("error", reject);
  });
}

test("an idle HTTP/2 session is closed immediately", async () => {
  const { connections, client } = await session();
  const closed = new Promise((resolve) => client.once("close", resolve));
  await connections.drain(60_000);
  await closed;
});

test("an HTTP/2 session is told about the end and closed after its last response", async () => {
  const { connections, client, answers } = await session();
  const arrived = new Promise((resolve) => client.once("goaway", resolve));
  const body = bodyOf(client);
  while (answers.length === 0) await new Promise(setImmediate);
  const drained = connections.drain(60_000);
  await arrived;
  for (const answer of answers) answer();
  expect(await body).toBe("answer");
  await drained;
});

test("an HTTP/2 session is destroyed after the grace period", async () => {
  const { connections, client, answers } = await session();
  const closed = new Promise((resolve) => client.on("error", () => {}).once("close", resolve));
  const body = bodyOf(client).catch(() => "aborted");
  while (answers.length === 0) await new Promise(setImmediate);
  await connections.drain(0);
  await closed;
  expect(await body).not.toBe("answer");
});
