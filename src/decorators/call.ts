// biome-ignore-all lint/suspicious/noExplicitAny: calls of all methods are meant
import { clock, secondsSince } from "../globals/clock.js";

/** One call of a decorated method, as a `labels` or `when` function sees it when the call begins. */
export interface Call<A extends readonly unknown[] = readonly any[], This = any> {
  /** What the method was called on. */
  readonly self: This;
  /** The method's name. */
  readonly method: string;
  /** The arguments. */
  readonly args: A;
}

/** How a call ended. */
export type Outcome<R = unknown> =
  | {
      /** Whether the call returned, or its promise was fulfilled, or what it gave was read to its end. */
      readonly ok: true;
      /** The value that was returned, or with which the promise was fulfilled. */
      readonly value: Awaited<R>;
    }
  | {
      /** Whether the call returned, or its promise was fulfilled, or what it gave was read to its end. */
      readonly ok: false;
      /** What was thrown, or with which the promise was rejected. */
      readonly error: unknown;
    };

/** One call of a decorated method, as a `labels` or `exemplar` function sees it when the call has ended. */
export interface Settled<A extends readonly unknown[] = readonly any[], R = any, This = any> extends Call<A, This> {
  /** How the call ended. */
  readonly outcome: Outcome<R>;
  /** How long it took, in seconds. */
  readonly seconds: number;
}

/**
 * Thrown when a function of the call asks for what is not known before the end.
 *
 * @internal
 */
export class NotEndedError extends Error {
  constructor(what: string) {
    super(`${what} is not known before the call has ended`);
    this.name = "NotSettled";
  }
}

/**
 * A call that goes on or has ended.
 *
 * @internal
 */
export class CallRecord implements Settled {
  readonly self: unknown;
  readonly method: string;
  readonly args: readonly unknown[];
  #start = 0;
  #seconds = 0;
  #outcome: Outcome | undefined;

  constructor(self: unknown, method: string, args: readonly unknown[]) {
    this.self = self;
    this.method = method;
    this.args = args;
  }

  /** Notes that the body begins to run. */
  begin(): void {
    this.#start = clock.current.monotonic();
  }

  /** Notes how the call ended. */
  end(failed: boolean, value: unknown): void {
    this.#seconds = secondsSince(this.#start);
    this.#outcome = failed ? { ok: false, error: value } : { ok: true, value };
  }

  get outcome(): Outcome {
    if (this.#outcome === undefined) throw new NotEndedError("outcome");
    return this.#outcome;
  }

  get seconds(): number {
    if (this.#outcome === undefined) throw new NotEndedError("seconds");
    return this.#seconds;
  }
}
