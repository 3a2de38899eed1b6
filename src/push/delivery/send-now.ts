import { TextDecoder } from "node:util";
import { Worker } from "node:worker_threads";
import type { PushSettings } from "../settings.js";
import type { PushAnswer, PushRequest } from "./request.js";

/**
 * Runs in a thread of its own. It is text, so that it needs no file of its own, whatever bundles the package; what it says to the
 * thread that waits goes through shared memory: state, status, length of the text, text.
 */
const program = `
const { workerData: { url, options, body, memory } } = require("node:worker_threads");
const state = new Int32Array(memory, 0, 3);
const finish = (value, status, text) => {
  state[1] = status;
  state[2] = new TextEncoder().encodeInto(text, new Uint8Array(memory, 12)).written;
  Atomics.store(state, 0, value);
  Atomics.notify(state, 0);
};
const { request } = require(url.startsWith("https:") ? "node:https" : "node:http");
const outgoing = request(url, options, (response) => {
  let text = "";
  response.setEncoding("utf8");
  response.on("data", (chunk) => { if (text.length < 4096) text += chunk; });
  response.on("end", () => finish(1, response.statusCode, text.trim().split("\\n", 1)[0]));
});
outgoing.on("error", (error) => finish(2, 0, error.message || error.code));
outgoing.end(body);
`;

/** Room for the state and for the text of an answer. */
const MEMORY = 12 + 16_384;

/**
 * Makes one request and blocks the thread until it is answered: at the end of a process nothing else is left to wait for.
 *
 * @param settings - where the gateway is; an agent is of this thread and stays here
 * @param request - what is sent
 * @param timeoutMs - how long the thread waits at most
 * @throws what the network met, or that time ran out
 * @internal
 */
export function sendNow(settings: PushSettings, request: PushRequest, timeoutMs: number): PushAnswer {
  const memory = new SharedArrayBuffer(MEMORY);
  const state = new Int32Array(memory, 0, 3);
  const options = { method: request.method, headers: request.headers, agent: false, ...settings.tls };
  const workerData = { url: settings.url, options, body: request.body, memory };
  const worker = new Worker(program, { eval: true, execArgv: [], env: {}, workerData });
  Atomics.wait(state, 0, 0, timeoutMs);
  void worker.terminate();
  const [value, status = 0, length = 0] = state;
  // TextDecoder takes no shared memory.
  const text = new TextDecoder().decode(new Uint8Array(memory, 12, length).slice());
  if (value === 0) throw new Error(`no answer within ${timeoutMs} ms`);
  if (value === 2) throw new Error(text);
  return { status, reason: text, retryAfter: undefined };
}
