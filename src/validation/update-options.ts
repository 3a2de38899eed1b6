import type { UpdateOptions } from "../model/children.js";
import { isDevelopment } from "../platform/development.js";
import { checkExemplar } from "./exemplar.js";
import { checkOptions, type OptionRules } from "./options.js";

const rules: OptionRules = { exemplar: (metric, _, exemplar) => checkExemplar(metric, exemplar) };

/**
 * Checks the options of an update before it is made. In production, unknown options are ignored.
 *
 * @throws {TypeError} if the options are not an object, one is unknown, or the exemplar is not an object of strings
 * @internal
 */
export function checkUpdateOptions(metric: string, options: UpdateOptions): void {
  if (isDevelopment) checkOptions(metric, options, rules);
  else if (options?.exemplar !== undefined) checkExemplar(metric, options.exemplar);
}
