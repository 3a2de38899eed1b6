import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers a request of `node:http`, `node:https` or what is built on them. Never throws, and needs no error handling. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;
