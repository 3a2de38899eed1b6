import { dispose } from "../../platform/dispose.js";

/**
 * The deadline of a gather. It adds at most one listener to its signal, and none if no collector returns a promise.
 *
 * @internal
 */
export class Deadline implements Disposable {
  /** Result of {@link Deadline.before} if the deadline passes first. */
  static readonly passed: unique symbol = Symbol("passed");
  readonly #signal: AbortSignal | undefined;
  #passing: Promise<typeof Deadline.passed> | undefined;
  #pass = (): void => {};

  /** @param signal - aborts at the deadline; if omitted, there is no deadline */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** Waits for a promise until the deadline. Rejects if the promise rejects. */
  before<T>(promise: Promise<T>): Promise<T | typeof Deadline.passed> {
    if (this.#signal === undefined) return promise;
    this.#passing ??= this.#listen(this.#signal);
    return Promise.race([this.#passing, promise]);
  }

  /** Removes the listener. */
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
