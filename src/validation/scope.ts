import { addedLabels } from "../model/families/metric-types.js";
import { isLegacyLabelName, isLegacyMetricName } from "../model/families/names.js";
import { throwInvalid, throwInvalidOption } from "./errors.js";
import type { OptionCheck } from "./options.js";

const prefix: OptionCheck = (subject, option, value) => {
  if (typeof value === "string" && isLegacyMetricName(value)) return;
  const rule = 'must consist of letters, digits, "_" and ":", and not start with a digit';
  throwInvalidOption(subject, option, value, rule);
};

const constLabels: OptionCheck = (subject, option, value) => {
  if (typeof value !== "object" || value === null)
    throwInvalidOption(subject, option, value, "must be an object", "other");
  for (const [name, text] of Object.entries(value as object)) {
    if (!isLegacyLabelName(name) || name.startsWith("__") || addedLabels.has(name)) {
      const rule = 'must have names of letters, digits and "_" that are not reserved';
      throwInvalid("NARTHEX_INVALID_LABEL_NAME", subject, option, name, rule);
    }
    if (typeof text !== "string") throwInvalidOption(subject, `${option}.${name}`, text, "must be a string");
  }
};

/**
 * Rules for the options that add a prefix and constant labels to every family.
 *
 * @internal
 */
export const scopeRules: { readonly prefix: OptionCheck; readonly constLabels: OptionCheck } = { prefix, constLabels };
