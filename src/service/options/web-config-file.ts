import type { OptionCheck } from "../../validation/options.js";
import { throwInvalidSecret } from "./secret.js";

/**
 * Accepts paths of files. The error does not show the value, because it may be the content of such a file.
 *
 * @param option - the option or the environment variable that names the file
 * @internal
 */
export const webConfigFile: OptionCheck = (subject, option, value) => {
  if (typeof value !== "string" || value === "" || /[\n\r\0]/.test(value))
    throwInvalidSecret(subject, option, "must be the path of a file, not its content", typeof value === "string");
};
