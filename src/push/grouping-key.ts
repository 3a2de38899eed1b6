import { Buffer } from "node:buffer";
import { withCode } from "../model/errors/coded-error.js";
import { isLegacyLabelName } from "../model/families/names.js";
import { throwInvalid } from "../validation/errors.js";
import { checkOption, nonEmptyString, string } from "../validation/options.js";

/** The labels of a group in addition to `job`. */
export type GroupingKey = Readonly<Record<string, string>>;

/**
 * Checks the job and the labels of a group.
 *
 * @throws {TypeError} if the job or a value is not a string
 * @throws {RangeError} if the job is empty or a name is invalid
 * @internal
 */
export function checkGroupingKey(job: string, groupingKey: GroupingKey): void {
  checkOption("Pushgateway", "job", job, nonEmptyString);
  for (const [name, value] of Object.entries(groupingKey)) {
    if (!isLegacyLabelName(name) || name.startsWith("__")) {
      const rule = 'must have names that match [a-zA-Z_][a-zA-Z0-9_]* and do not begin with "__"';
      throwInvalid("NARTHEX_INVALID_LABEL_NAME", "Pushgateway", "groupingKey", name, rule);
    }
    if (name === "job")
      throw withCode(
        "NARTHEX_INVALID_LABEL_NAME",
        new RangeError('Pushgateway: groupingKey must not contain "job". Use the option job instead.'),
      );
    checkOption("Pushgateway", `groupingKey.${name}`, value, string);
  }
}

/**
 * Returns the path of a group, with a leading slash.
 *
 * @param job - the value of the label `job`
 * @param groupingKey - the other labels
 * @internal
 */
export function groupingPath(job: string, groupingKey: GroupingKey): string {
  return [segment("job", job), ...Object.entries(groupingKey).map(([name, value]) => segment(name, value))].join("");
}

/**
 * Returns one label of the path. The gateway decodes the path and removes dot segments before it splits it at slashes,
 * so values with a slash and dot segments need base64.
 */
function segment(name: string, value: string): string {
  if (value === "") return `/${name}@base64/=`;
  const wellFormed = value.toWellFormed();
  const needsBase64 = value.includes("/") || value === "." || value === "..";
  return needsBase64
    ? `/${name}@base64/${Buffer.from(wellFormed).toString("base64url")}`
    : `/${name}/${encodeURIComponent(wellFormed)}`;
}
