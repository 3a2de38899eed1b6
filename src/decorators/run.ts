import type { CallRecord } from "./call.js";
import type { Probe } from "./probe.js";

/**
 * One call that may end later than it returns. However often its end is told, it ends once.
 *
 * @internal
 */
export class Run {
  readonly #probe: Probe;
  readonly #call: CallRecord;
  #state: "idle" | "running" | "suspended" | "over" = "idle";
  #token: unknown;

  constructor(probe: Probe, call: CallRecord) {
    this.#probe = probe;
    this.#call = call;
  }

  /** Whether the body has not begun to run. */
  get isIdle(): boolean {
    return this.#state === "idle";
  }

  /** Whether nothing is left to be measured. */
  get isOver(): boolean {
    return this.#state === "over";
  }

  /** The body begins to run, or goes on after {@link suspend}. */
  proceed(): void {
    if (this.#state === "idle") {
      this.#call.begin();
      this.#token = this.#probe.enter(this.#call.self, this.#call);
      this.#state = this.#token === undefined ? "over" : "running";
    } else if (this.#state === "suspended") {
      this.#state = "running";
      this.#probe.resume?.(this.#token, this.#call.self);
    }
  }

  /** The body has returned something that runs only when it is used. */
  suspend(): void {
    if (this.#state !== "running") return;
    this.#state = "suspended";
    this.#probe.suspend?.(this.#token, this.#call.self);
  }

  /** The call has ended. One that never began to run counts nothing. */
  end(failed: boolean, value: unknown): void {
    if (this.#state === "suspended") this.proceed();
    const wasRunning = this.#state === "running";
    this.#state = "over";
    if (!wasRunning) return;
    this.#call.settle(failed, value);
    this.#probe.leave(this.#token, this.#call.self, this.#call, failed, value);
  }
}
