// biome-ignore-all lint/suspicious/noExplicitAny: calls of all methods
import { activeClock, secondsSince } from "../globals/clock.js";

/** A call of a decorated method when it begins, as a `when` function receives it. */
export interface Call<A extends readonly unknown[] = readonly any[], This = any> {
  /** Object that the method was called on. */
  readonly self: This;
  /** Name of the method. */
  readonly method: string;
  /** Arguments of the call. */
  readonly args: A;
}

/**
 * The outcome of a call.
 *
 * @typeParam R - The value that the call gives in the end; see {@link ValueOf}.
 */
export type Outcome<R = unknown> =
  | {
      /** The call succeeded: it returned, its promise was fulfilled, or the returned object was read to its end. */
      readonly ok: true;
      /** The value that the call or its generator returned, or that its promise was fulfilled with. */
      readonly value: R;
    }
  | {
      /** The call failed: it threw, its promise was rejected, or reading the returned object failed. */
      readonly ok: false;
      /** The error that the call threw, or that its promise was rejected with. */
      readonly error: unknown;
    };

/**
 * A call of a decorated method when it has ended, as `labels` and `exemplar` functions receive it.
 *
 * @typeParam A - The arguments that the function reads.
 * @typeParam R - The value that the call gives in the end: `Receipt` for a method that returns `Receipt`,
 * `Promise<Receipt>` or a generator that returns `Receipt`.
 * @typeParam This - The object that the function reads as `self`.
 */
export interface Settled<A extends readonly unknown[] = readonly any[], R = any, This = any> extends Call<A, This> {
  /** Outcome of the call. */
  readonly outcome: Outcome<R>;
  /** Duration of the call in seconds. */
  readonly seconds: number;
}

/**
 * The value that a call gives in the end, from the type that its method returns: the value of a promise, or the value
 * that a generator returns.
 */
export type ValueOf<Returned> =
  Returned extends Generator<any, infer R, any>
    ? R
    : Returned extends AsyncGenerator<any, infer R, any>
      ? R
      : Awaited<Returned>;

/**
 * A call of a method when it has ended, with the types of the method's own signature, for `labels` and `exemplar`
 * functions. The names of private and protected methods are not accepted, because TypeScript does not let other code
 * look up their types; write {@link Settled} with their types instead.
 *
 * @typeParam Class - The class, or `typeof` the class for a static method.
 * @typeParam Method - The name of the method.
 * @example
 * ```ts
 * class Orders {
 *   @CountCalls(placed, {
 *     labels: ({ args: [order] }: MethodCall<Orders, "place">) => ({ tier: order.tier }),
 *   })
 *   async place(order: Order): Promise<Receipt> {
 *     return new Receipt(order);
 *   }
 * }
 * ```
 */
export type MethodCall<Class, Method extends keyof Class> = Class[Method] extends (...args: infer A) => infer Returned
  ? Settled<A, ValueOf<Returned>, Class>
  : never;

/**
 * Thrown when a function of the call reads a property that is not known until the call ends.
 *
 * @internal
 */
export class NotEndedError extends Error {
  readonly code = "NARTHEX_CALL_NOT_ENDED";

  constructor(property: string) {
    super(`${property} is not known before the call has ended`);
    this.name = "NotEndedError";
  }
}

/**
 * The record of a call that is in progress or has ended.
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

  /** Records that the body of the method starts to run. */
  begin(): void {
    this.#start = activeClock.current.monotonic();
  }

  /** Records the end of the call. */
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
