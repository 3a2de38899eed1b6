import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * A handler for requests of `node:http`, `node:https` and frameworks built on them. It never throws, so the caller
 * needs no error handling.
 */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;
