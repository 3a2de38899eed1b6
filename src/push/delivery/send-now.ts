import { TextDecoder } from "node:util";
import { Worker } from "node:worker_threads";
import { delayOf } from "../../platform/timers.js";
import { PushError } from "../push-error.js";
import type { PushSettings } from "../settings.js";
import type { PushRequest, PushResponse } from "./request.js";

/**
 * The program of the worker thread. It is a string, because a bundler might not emit a separate file. It passes its
 * result to the waiting thread in shared memory: state, status, length of the text, text.
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

/** The length of the shared memory: the state and the text of a response. */
const MEMORY_LENGTH = 12 + 16_384;

/**
 * Sends one request and blocks the thread until the response arrives. Only for the end of a process, after which the
 * event loop no longer runs.
 *
 * @param settings - the settings of the gateway; the agent is ignored, because it cannot be passed to another thread
 * @param request - the request
 * @param timeoutSeconds - the maximum time that the thread is blocked
 * @throws {PushError} if the request fails or times out
 * @internal
 */
export function sendNow(settings: PushSettings, request: PushRequest, timeoutSeconds: number): PushResponse {
  const memory = new SharedArrayBuffer(MEMORY_LENGTH);
  const state = new Int32Array(memory, 0, 3);
  const options = { method: request.method, headers: request.headers, agent: false, ...settings.tls };
  const workerData = { url: settings.url, options, body: request.body, memory };
  const worker = new Worker(program, { eval: true, execArgv: [], env: {}, workerData });
  Atomics.wait(state, 0, 0, delayOf(timeoutSeconds));
  void worker.terminate();
  const [value, status = 0, length = 0] = state;
  // TextDecoder rejects shared memory, so the text is copied.
  const text = new TextDecoder().decode(new Uint8Array(memory, 12, length).slice());
  if (value !== 1)
    throw new PushError(`failed: ${value === 0 ? `no response within ${timeoutSeconds} s` : text}`, {
      method: request.method,
      url: settings.url,
    });
  return { status, reason: text, retryAfter: undefined };
}
