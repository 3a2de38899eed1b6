import { afterEach, beforeEach } from "vitest";
import { onError } from "../../src/index.js";

/** What each test of the file has had reported, as `source cause: message`. */
export function recordedReports(): readonly string[] {
  const reported: string[] = [];
  beforeEach(() => {
    reported.length = 0;
    onError((error, { source, cause }) => reported.push(`${source} ${cause}: ${error.message}`));
  });
  afterEach(() => onError(undefined));
  return reported;
}
