import type { OptionRule } from "../../validation/options.js";

/**
 * Accepts paths of files.
 *
 * @internal
 */
export const webConfigFile: OptionRule = {
  rule: "must be the path of a file",
  type: "string",
  holds: (value) => value !== "",
};
