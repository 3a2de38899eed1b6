import { gatherRules, requireGatherer } from "../validation/gatherer.js";
import { abortSignal, boolean, checkOptions, type OptionRule, type OptionRules } from "../validation/options.js";
import { expositionFormats } from "./negotiation/format.js";
import { negotiateRules } from "./negotiation/negotiate.js";
import type { RenderOptions, RenderTextOptions, StreamOptions } from "./render-options.js";

type CommonOption = Exclude<keyof RenderOptions, "accept" | "formats">;

const commonRules: OptionRules<CommonOption> = { ...gatherRules, signal: abortSignal, createdSamples: boolean };

const reuseChunksAfter: OptionRule = {
  rule: "must be a number of bytes of at least 0",
  type: "number",
  holds: (value) => (value as number) >= 0,
};

const format: OptionRule = {
  rule: `must be one of ${/* @__PURE__ */ expositionFormats.filter((name) => name !== "protobuf").join(", ")}`,
  type: "string",
  holds: (value) => value !== "protobuf" && (expositionFormats as readonly unknown[]).includes(value),
  remedy: "Use render for protobuf, which is not text.",
};

/** The rules of `render`. */
export const renderRules: OptionRules<keyof RenderOptions> = { ...negotiateRules, ...commonRules };

/** The rules of `stream`. */
export const streamRules: OptionRules<keyof StreamOptions> = { ...renderRules, reuseChunksAfter };

/** The rules of `renderText`. */
export const textRules: OptionRules<keyof RenderTextOptions> = { format, ...commonRules };

/**
 * Checks the arguments of `render`, `stream` and `renderText`. Without the check, invalid ones would be ignored or fail
 * much later.
 *
 * @throws {TypeError | RangeError} if an argument is invalid
 */
export function checkRenderArguments(subject: string, gatherer: unknown, options: unknown, rules: OptionRules): void {
  requireGatherer(subject, gatherer);
  checkOptions(subject, options, rules);
}
