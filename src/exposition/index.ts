/**
 * Exposition formats: content negotiation, rendering and parsing. Use it to serve metrics from a server of your own, or
 * to read what another program exposes.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { defaultRegistry } from "narthex";
 * import { render } from "narthex/exposition";
 *
 * createServer(async (request, response) => {
 *   const { accept } = request.headers;
 *   const { body, contentType } = await render(defaultRegistry, { accept });
 *   response.setHeader("Content-Type", contentType).end(body);
 * }).listen(9464);
 * ```
 *
 * @packageDocumentation
 * @module narthex/exposition
 */

export { type EscapingScheme, escapingSchemes } from "../model/families/escaping-schemes.js";
export type { Bytes } from "./bytes/bytes.js";
export { type FamilySamples, gatherSamples } from "./gather-samples.js";
export { acceptHeaderFor } from "./negotiation/accept-header.js";
export { contentTypeOf, type ExpositionFormatName, expositionFormats } from "./negotiation/format.js";
export { type Negotiated, type NegotiateOptions, negotiate } from "./negotiation/negotiate.js";
export { parse } from "./parser/parse.js";
export { ParseError, type ParsePosition } from "./parser/parse-error.js";
export { type Rendered, render, type Streamed, stream } from "./render.js";
export type { RenderOptions, RenderTextOptions, StreamOptions } from "./render-options.js";
export { renderText } from "./render-text.js";
export type { Sample } from "./samples.js";
