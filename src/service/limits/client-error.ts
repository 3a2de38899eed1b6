import type { Socket } from "node:net";
import type { Refusal, SelfMetrics } from "../self-metrics.js";
import { rawAnswer } from "./raw-answer.js";

/** The answer to a request that is refused. */
export type ErrorAnswer = readonly [status: number, text: string, reason: Refusal];

const answers: Readonly<Record<string, ErrorAnswer>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request did not arrive in time.\n", "timeout"],
  HPE_HEADER_OVERFLOW: [431, "The request line and headers are too long.\n", "headers_too_large"],
};

const malformed: ErrorAnswer = [400, "The request is not valid HTTP.\n", "malformed"];

/**
 * Answers a request that Node.js rejects before it is one: it is malformed, too large or too slow. Then closes the
 * connection.
 *
 * @param error - the error of the event `clientError`
 * @param isBusy - whether a response is in progress, which an answer would interrupt
 */
export function answerClientError(
  { code = "" }: NodeJS.ErrnoException,
  socket: Socket,
  isBusy: boolean,
  self: SelfMetrics,
): void {
  // Other errors are those of the connection, such as a reset.
  const answer = answers[code] ?? (code.startsWith("HPE_") ? malformed : undefined);
  if (answer !== undefined) {
    const [status, text, reason] = answer;
    self.countRefusal(reason);
    if (socket.writable && !isBusy) socket.write(rawAnswer(status, text));
  }
  socket.destroy();
}
