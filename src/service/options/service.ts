import { checkOptions, type OptionRules } from "../../validation/options.js";
import { type MetricsHandlerOptions, metricsRules } from "./metrics-handler.js";
import { path } from "./path.js";

/** Options for {@link Service}. */
export interface ServiceOptions extends MetricsHandlerOptions {
  /** Path of the metrics (default `/metrics`). */
  readonly path?: string | undefined;
}

const serviceRules: OptionRules<keyof ServiceOptions> = { ...metricsRules, path };

/**
 * Checks the options of {@link Service}.
 *
 * @throws {TypeError | RangeError} if an option is unknown or invalid
 */
export function checkServiceOptions(options: unknown): void {
  checkOptions("Service", options, serviceRules);
}
