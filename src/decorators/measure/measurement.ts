import type { CallRecord } from "../call.js";
import type { Probe } from "../instrumentation/probe.js";
import type { ThenableReport } from "./results/thenable-report.js";

/**
 * The measurement of one call, which may end after the call returns. Only the first call of {@link Measurement.end} has
 * an effect.
 *
 * @internal
 */
export class Measurement {
  readonly #probe: Probe;
  readonly #call: CallRecord;
  readonly #report: ThenableReport;
  #state: "notStarted" | "running" | "suspended" | "ended" = "notStarted";
  #token: unknown;
  #joined: Measurement[] | undefined;

  constructor(probe: Probe, call: CallRecord, report: ThenableReport) {
    this.#probe = probe;
    this.#call = call;
    this.#report = report;
  }

  /** Name of the called method. */
  get method(): string {
    return this.#call.method;
  }

  /** Whether the body of the method has not started to run. */
  get notStarted(): boolean {
    return this.#state === "notStarted";
  }

  /** Whether this measurement and all joined ones have ended. */
  get ended(): boolean {
    return this.#state === "ended" && (this.#joined === undefined || this.#joined.every(({ ended }) => ended));
  }

  /**
   * Joins the measurement of another call that returned the same object. It resumes and ends together with this one.
   */
  join(measurement: Measurement): void {
    this.#joined ??= [];
    this.#joined.push(measurement);
  }

  /** Starts the measurement when the body starts to run, or resumes it after {@link suspend}. */
  startOrResume(): void {
    if (this.#state === "notStarted") {
      this.#call.begin();
      this.#token = this.#probe.enter(this.#call.self, this.#call);
      this.#state = this.#token === undefined ? "ended" : "running";
    } else if (this.#state === "suspended") {
      this.#state = "running";
      this.#probe.resume?.(this.#token, this.#call.self);
    }
    if (this.#joined !== undefined) for (const measurement of this.#joined) measurement.startOrResume();
  }

  /** Suspends the measurement after the body has returned an object that does its work when it is used. */
  suspend(): void {
    if (this.#state !== "running") return;
    this.#state = "suspended";
    this.#probe.suspend?.(this.#token, this.#call.self);
  }

  /** Reports that the body has returned a thenable, and that the call is not measured until it settles. */
  pass(thenable: object): void {
    this.#probe.pass(this.#token, this.#call.self, thenable, this.#report);
  }

  /** Ends the measurement. If it has not started, nothing is recorded. */
  end(failed: boolean, value: unknown): void {
    if (this.#state === "suspended") this.startOrResume();
    const wasRunning = this.#state === "running";
    this.#state = "ended";
    if (wasRunning) {
      this.#call.end(failed, value);
      this.#probe.leave(this.#token, this.#call.self, this.#call, failed, value);
    }
    if (this.#joined !== undefined) for (const measurement of this.#joined) measurement.end(failed, value);
  }
}
