import { dispose } from "../../platform/dispose.js";
import { clearTimeout, setTimeout } from "../../platform/timers.js";

/** A client that reads slowly, or not at all, must not hold up the scrapes of others. */
const MAX_WAIT_MS = 1000;

/**
 * The scrapes that have gathered and wait for their bytes. Who comes meanwhile waits with the others that come, and shares a
 * gather and a body with them: the more scrapes there are, the more share one.
 */
export class ActiveResponses {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** Adds one, until it is disposed. */
  enter(): Disposable {
    this.#count++;
    return { [dispose]: () => this.#leave() };
  }

  /** Waits until there are none, for a second at most. */
  async idle(): Promise<void> {
    if (this.#count === 0) return;
    let isLate = false;
    let go = (): void => {};
    const timer = setTimeout(() => {
      isLate = true;
      go();
    }, MAX_WAIT_MS).unref();
    while (this.#count > 0 && !isLate) {
      await new Promise<void>((resolve) => {
        go = resolve;
        this.#waiting.add(resolve);
      });
      this.#waiting.delete(go);
    }
    clearTimeout(timer);
  }

  #leave(): void {
    if (--this.#count > 0) return;
    for (const go of this.#waiting) go();
  }
}
