import type { IncomingMessage, ServerResponse } from "node:http";
import type { All, RequestLimits } from "../options/limits.js";
import { sendText } from "../responses/respond.js";
import type { SelfMetrics } from "../self-metrics.js";

/**
 * Responds to a request whose URL or `Accept` header is too long.
 *
 * @param self - the metrics that count the request
 * @returns whether one is
 */
export function refuseLongRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { maxUrlBytes, maxAcceptBytes }: All<RequestLimits>,
  self: SelfMetrics,
): boolean {
  if ((request.url ?? "").length > maxUrlBytes) {
    self.countRefusal("url_too_long");
    sendText(response, 414, `The URL is longer than ${maxUrlBytes} bytes.\n`);
    return true;
  }
  if ((request.headers.accept ?? "").length > maxAcceptBytes) {
    self.countRefusal("headers_too_large");
    sendText(response, 431, `The header Accept is longer than ${maxAcceptBytes} bytes.\n`);
    return true;
  }
  return false;
}
