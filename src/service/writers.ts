import { dispose } from "../model/dispose.js";

/**
 * The scrapes that have gathered and wait for their bytes. Who comes meanwhile waits with the others that come, and shares a
 * gather and a body with them: the more scrapes there are, the more share one.
 */
export class Writers {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** Adds one, until it is disposed. */
  enter(): Disposable {
    this.#count++;
    return { [dispose]: () => this.#leave() };
  }

  /** Waits until there are none. */
  async gone(): Promise<void> {
    while (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    if (--this.#count > 0) return;
    for (const go of this.#waiting.splice(0)) go();
  }
}
