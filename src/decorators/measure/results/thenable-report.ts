import { reportOnce } from "../../../globals/error-listener.js";
import { withCode } from "../../../model/errors/coded-error.js";
import { thenableName } from "../../../platform/promise.js";

/**
 * Reports once that a method returns thenables and that its calls are measured only until they return.
 *
 * @internal
 */
export class ThenableReport {
  readonly #method: string;
  readonly #until: string | undefined;
  #isReported = false;

  /**
   * @param method - the name of the method
   * @param until - the option `until`
   */
  constructor(method: string, until: string | undefined) {
    this.#method = method;
    this.#until = until;
  }

  /**
   * Reports it, unless it was reported before.
   *
   * @param metric - the name of the metric
   * @param className - the name of the class, if it has one
   * @param thenable - the returned object
   */
  report(metric: string, className: string, thenable: object): void {
    if (this.#isReported) return;
    this.#isReported = true;
    // A plain function is its own class.
    const names = new Set([className, this.#method]);
    const method = [...names].filter((name) => name !== "").join(".") || "a function";
    const remedy =
      this.#until === "end"
        ? "The methods of the thenable cannot be replaced. Await it in an async method, and decorate that method."
        : 'Set until: "end" in its decorators to measure until the thenable settles.';
    const error = withCode(
      "NARTHEX_UNMEASURED_THENABLE",
      new TypeError(`${method} returned ${thenableName(thenable)}, and was measured only until it returned. ${remedy}`),
    );
    reportOnce(this, error, { source: metric });
  }
}
