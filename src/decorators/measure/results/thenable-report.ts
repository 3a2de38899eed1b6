import { reportOnce } from "../../../globals/error-listener.js";
import { thenableName } from "../../../platform/promise.js";

/**
 * Reports once that a method returns thenables, whose calls are measured only until they return.
 *
 * @internal
 */
export class ThenableReport {
  readonly #method: string;
  readonly #until: string | undefined;
  #isTold = false;

  /**
   * @param method - the method's name
   * @param until - the option of that name
   */
  constructor(method: string, until: string | undefined) {
    this.#method = method;
    this.#until = until;
  }

  /**
   * Tells it, unless that was done.
   *
   * @param metric - the name of what is measured
   * @param className - the name of the method's class, if it has one
   * @param thenable - what a call returned
   */
  tell(metric: string, className: string, thenable: object): void {
    if (this.#isTold) return;
    this.#isTold = true;
    // A plain function is its own class.
    const names = new Set([className, this.#method]);
    const method = [...names].filter((name) => name !== "").join(".") || "a function";
    const remedy =
      this.#until === "end"
        ? "its methods cannot be replaced, so await it in an async method, and decorate that"
        : 'give its decorators until: "end" to measure until the thenable is settled';
    const error = new TypeError(
      `${method} returned ${thenableName(thenable)}, and was measured only until it returned; ${remedy}`,
    );
    reportOnce(this, error, { source: metric, cause: "thenable" });
  }
}
