/**
 * Exposition formats and their negotiation, for servers of one's own.
 *
 * @module
 */

export { type EscapingScheme, escapingSchemes } from "../model/escaping-schemes.js";
export type { Bytes } from "./bytes/bytes.js";
export { contentTypeOf, type ExpositionFormatName, expositionFormats } from "./negotiation/format.js";
export { type Negotiated, negotiate } from "./negotiation/negotiate.js";
export { parse } from "./parser/parse.js";
export { ParseError, type ParsePosition } from "./parser/parse-error.js";
export { type Rendered, render, type Streamed, stream } from "./render.js";
export type { RenderOptions } from "./render-options.js";
