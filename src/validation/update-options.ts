import { isDevelopment } from "../platform/development.js";
import { anyValue, checkOptions, type OptionRules } from "./options.js";

const rules: OptionRules = { exemplar: anyValue };

/**
 * Checks the options of an update in development. In production, unknown options are ignored.
 *
 * @throws {TypeError} if the options are not an object, or one is unknown
 * @internal
 */
export function checkUpdateOptions(metric: string, options: unknown): void {
  if (isDevelopment) checkOptions(metric, options, rules);
}
