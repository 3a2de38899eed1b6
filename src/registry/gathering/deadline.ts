import { dispose } from "../../platform/dispose.js";

/**
 * The deadline of one gather. Its signal gets one listener, however many collectors the gather waits for, and none where it
 * waits for nobody.
 *
 * @internal
 */
export class Deadline implements Disposable {
  /** What {@link Deadline.before} gives where the deadline came first. */
  static readonly passed: unique symbol = Symbol("passed");
  readonly #signal: AbortSignal | undefined;
  #passing: Promise<typeof Deadline.passed> | undefined;
  #pass = (): void => {};

  /** @param signal - aborts when the deadline comes; without one it never comes */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Waits for a promise until the deadline comes. Rejects with what the promise rejects with. */
  before<T>(promise: Promise<T>): Promise<T | typeof Deadline.passed> {
    if (this.#signal === undefined) return promise;
    this.#passing ??= this.#listen(this.#signal);
    return Promise.race([this.#passing, promise]);
  }

  /** The gather waits no longer. */
  [dispose](): void {
    this.#signal?.removeEventListener("abort", this.#pass);
  }

  #listen(signal: AbortSignal): Promise<typeof Deadline.passed> {
    return new Promise((resolve) => {
      this.#pass = () => resolve(Deadline.passed);
      if (signal.aborted) this.#pass();
      else signal.addEventListener("abort", this.#pass, { once: true });
    });
  }
}
