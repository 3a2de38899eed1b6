import type { CallRecord } from "../call.js";
import type { Probe } from "../instrumentation/probe.js";
import type { ThenableReport } from "./results/thenable-report.js";

/**
 * One call that may end later than it returns. However often its end is told, it ends once.
 *
 * @internal
 */
export class Measurement {
  readonly #probe: Probe;
  readonly #call: CallRecord;
  readonly #report: ThenableReport | undefined;
  #state: "idle" | "running" | "suspended" | "over" = "idle";
  #token: unknown;
  #joined: Measurement[] | undefined;

  constructor(probe: Probe, call: CallRecord, report?: ThenableReport) {
    this.#probe = probe;
    this.#call = call;
    this.#report = report;
  }

  /** The name of the method that was called. */
  get method(): string {
    return this.#call.method;
  }

  /** Whether the body has not begun to run. */
  get notStarted(): boolean {
    return this.#state === "idle";
  }

  /** Whether nothing is left to be measured. */
  get ended(): boolean {
    return this.#state === "over" && (this.#joined === undefined || this.#joined.every(({ ended: isOver }) => isOver));
  }

  /** Another call gave the same object: it goes on and ends with this one, so that the object is watched once. */
  join(run: Measurement): void {
    this.#joined ??= [];
    this.#joined.push(run);
  }

  /** The body begins to run, or goes on after {@link suspend}. */
  startOrResume(): void {
    if (this.#state === "idle") {
      this.#call.begin();
      this.#token = this.#probe.enter(this.#call.self, this.#call);
      this.#state = this.#token === undefined ? "over" : "running";
    } else if (this.#state === "suspended") {
      this.#state = "running";
      this.#probe.resume?.(this.#token, this.#call.self);
    }
    if (this.#joined !== undefined) for (const run of this.#joined) run.startOrResume();
  }

  /** The body has returned something that runs only when it is used. */
  suspend(): void {
    if (this.#state !== "running") return;
    this.#state = "suspended";
    this.#probe.suspend?.(this.#token, this.#call.self);
  }

  /** The body has returned a thenable to whose end the call is not measured. */
  pass(thenable: object): void {
    if (this.#report !== undefined) this.#probe.pass?.(this.#token, this.#call.self, thenable, this.#report);
  }

  /** The call has ended. One that never began to run counts nothing. */
  end(failed: boolean, value: unknown): void {
    if (this.#state === "suspended") this.startOrResume();
    const wasRunning = this.#state === "running";
    this.#state = "over";
    if (wasRunning) {
      this.#call.end(failed, value);
      this.#probe.leave(this.#token, this.#call.self, this.#call, failed, value);
    }
    if (this.#joined !== undefined) for (const run of this.#joined) run.end(failed, value);
  }
}
