import { dispose } from "../../platform/dispose.js";
import { clearTimeout, setTimeout } from "../../platform/timers.js";

/** A client that reads slowly or not at all must not delay the scrapes of other clients. */
const MAX_WAIT_MS = 1000;

/**
 * The responses that are being written. A scrape that arrives while there are any waits, together with other new
 * scrapes, and shares a gather and a body with them. The more scrapes run, the more of them share one gather.
 */
export class ActiveResponses {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** Adds a response. It stays active until the returned handle is disposed. */
  enter(): Disposable {
    this.#count++;
    return { [dispose]: () => this.#leave() };
  }

  /** Waits until there are no active responses, but at most for one second. */
  async idle(): Promise<void> {
    if (this.#count === 0) return;
    let isLate = false;
    let wake = (): void => {};
    const timer = setTimeout(() => {
      isLate = true;
      wake();
    }, MAX_WAIT_MS).unref();
    while (this.#count > 0 && !isLate) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        this.#waiting.add(resolve);
      });
      this.#waiting.delete(wake);
    }
    clearTimeout(timer);
  }

  #leave(): void {
    if (--this.#count > 0) return;
    for (const wake of this.#waiting) wake();
  }
}
