import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * A handler for requests of `node:http`, `node:https` and frameworks built on them. It never throws, so the caller
 * needs no error handling.
 */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A handler that a guard can protect: a {@link RequestHandler}, or one of Express with further parameters. */
export type GuardedHandler<Q extends IncomingMessage, S extends ServerResponse, Rest extends readonly unknown[]> = (
  request: Q,
  response: S,
  ...rest: Rest
) => void;

/** A function that returns a protected handler. It calls the given one for the requests that the guard admits. */
export type HandlerGuard = <Q extends IncomingMessage, S extends ServerResponse, Rest extends readonly unknown[]>(
  handler: GuardedHandler<Q, S, Rest>,
) => GuardedHandler<Q, S, Rest>;
