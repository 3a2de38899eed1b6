import { familyNamesRule } from "../validation/family-names.js";
import { requireGatherer } from "../validation/gatherer.js";
import { anyValue, checkOptions, type OptionRule, type OptionRules } from "../validation/options.js";
import { expositionFormats } from "./negotiation/format.js";
import { negotiateRules } from "./negotiation/negotiate.js";
import type { RenderOptions, RenderTextOptions, StreamOptions } from "./render-options.js";

type CommonOption = Exclude<keyof RenderOptions, "accept" | "formats">;

const commonRules: OptionRules<CommonOption> = {
  names: familyNamesRule,
  deadline: anyValue,
  onFailure: anyValue,
  signal: anyValue,
  createdSamples: anyValue,
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
export const streamRules: OptionRules<keyof StreamOptions> = { ...renderRules, reuseChunksAfter: anyValue };

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
