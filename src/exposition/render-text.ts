import { Buffer } from "node:buffer";
import type { Gatherer } from "../model/collector.js";
import { familyNames } from "../validation/family-names.js";
import { acceptHeaderFor } from "./negotiation/accept-header.js";
import { render } from "./render.js";
import type { RenderTextOptions } from "./render-options.js";
import { checkRenderArguments, textRules } from "./render-rules.js";

/**
 * Gathers metrics and renders them as a string. Names outside the legacy character set are escaped with underscores in
 * the formats before version 1.0.0, and remain as they are in the others.
 *
 * @param gatherer - a registry, or anything else that can be gathered
 * @param options - the format (default text 0.0.4), the names to include, a deadline for collectors, a signal
 * @throws {TypeError} if an argument has the wrong type or an option is unknown
 * @throws {RangeError} if the format is not a text format
 * @throws the reason of `signal` if it aborts
 * @example
 * ```ts
 * console.log(await renderText(registry));
 * console.log(await renderText(registry, { names: ["requests_total"], format: "openmetrics-1.0.0" }));
 * ```
 */
export async function renderText(gatherer: Gatherer, options: RenderTextOptions = {}): Promise<string> {
  checkRenderArguments("renderText", gatherer, options, textRules);
  const { format = "text-0.0.4", ...others } = options;
  const names = familyNames("renderText", options.names);
  const { body } = await render(gatherer, { ...others, names, accept: acceptHeaderFor(format) });
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
}
