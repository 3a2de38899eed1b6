import { requireGatherer } from "../model/check-gatherer.js";
import { checkOptionNames } from "../model/check-options.js";
import type { RenderOptions } from "./render.js";

const options: readonly (keyof RenderOptions)[] = [
  "names",
  "deadline",
  "onFailure",
  "signal",
  "formats",
  "reuseChunksAfter",
  "createdSamples",
];

/**
 * Refuses arguments of `render` and `stream` that would otherwise fail far from here, or be passed over.
 *
 * @throws TypeError that says what was given, and what is taken
 * @internal
 */
export function checkRender(subject: string, gatherer: unknown, given: RenderOptions): void {
  requireGatherer(subject, gatherer);
  checkOptionNames(subject, given, options);
  const { names } = given;
  if (names !== undefined && typeof names?.has !== "function")
    throw new TypeError(`${subject}: names must be a Set of family names; write new Set(["requests_total"]).`);
}
