import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Connections } from "../../../src/service/listening/connections.js";
import { until } from "../serving.js";

let connections: Connections;
let servers: Server[];
beforeEach(async () => {
  connections = new Connections({ maxConnections: 2, unref: false });
  servers = [createServer(), createServer()];
  for (const server of servers) {
    connections.add(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }
});
afterEach(() => connections.drain(0));

/** Connects to a server. Resolves when the server has accepted or closed the connection. */
async function open(index: 0 | 1): Promise<{ socket: Socket; isOpen: boolean }> {
  const server = servers[index] as Server;
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const isOpen = await new Promise<boolean>((resolve) => {
    server.once("connection", () => resolve(true));
    server.once("drop", () => resolve(false));
  });
  return { socket, isOpen };
}

const opened = async (...indexes: (0 | 1)[]): Promise<boolean[]> => {
  const all = [];
  for (const index of indexes) all.push((await open(index)).isOpen);
  return all;
};

test.each([
  [
    [0, 0, 0],
    [true, true, false],
  ],
  [
    [0, 0, 1],
    [true, true, false],
  ],
  [
    [1, 0, 1, 0],
    [true, true, false, false],
  ],
] as const)("connections to the servers %j are accepted: %j", async (indexes, accepted) => {
  expect(await opened(...indexes)).toEqual(accepted);
});

test("a connection that has closed makes room on every server", async () => {
  const { socket } = await open(0);
  expect(await opened(0, 1)).toEqual([true, false]);
  socket.destroy();
  await until(() => servers[1]?.maxConnections === 1);
  expect(await opened(1, 0)).toEqual([true, false]);
});
