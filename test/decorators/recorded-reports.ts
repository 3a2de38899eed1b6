import { afterEach, beforeEach } from "vitest";
import { onError } from "../../src/index.js";

/** The reports of the current test, as `source code: message`. */
export function recordedReports(): readonly string[] {
  const reported: string[] = [];
  beforeEach(() => {
    reported.length = 0;
    onError((error, { source, code }) => reported.push(`${source} ${code}: ${error.message}`));
  });
  afterEach(() => onError(undefined));
  return reported;
}
