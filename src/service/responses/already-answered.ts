import type { ServerResponse } from "node:http";
import type { ServiceLog } from "../log/service-log.js";

/** Another handler, or the framework itself, has responded to the request. */
export class AlreadyAnsweredError extends Error {
  readonly code = "NARTHEX_ALREADY_ANSWERED";

  constructor() {
    super(
      "Another handler responded to the request before the metrics were ready. Tell the framework that this handler " +
        "responds (Koa: context.respond = false, Fastify: reply.hijack()), and let no other handler respond to the same " +
        "request.",
    );
  }
}

/**
 * Reports an error if another handler has already responded to the request.
 *
 * @param owner - the object that the report is about; each object reports the error once
 * @param log - the log to which the error is reported
 * @returns whether another handler has responded
 */
export function reportIfAnswered(owner: object, response: ServerResponse, log: ServiceLog): boolean {
  if (!response.headersSent) return false;
  log.report(owner, new AlreadyAnsweredError(), { source: "service" });
  return true;
}
