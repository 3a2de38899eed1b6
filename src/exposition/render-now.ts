import { Buffer } from "node:buffer";
import type { MetricFamily } from "../model/families/metric-family.js";
import { ByteWriter } from "./bytes/byte-writer.js";
import type { Bytes } from "./bytes/bytes.js";
import { escapeFamilyNames } from "./escape-family-names.js";
import { negotiateFormat } from "./negotiation/negotiate.js";
import { loadedProtobuf, loadProtobuf } from "./protobuf/load.js";
import { encodeText } from "./text/encode-text.js";

/**
 * Loads the encoder that {@link renderNow} needs for an `Accept` header.
 *
 * @internal
 */
export async function prepareRenderNow(accept: string): Promise<void> {
  if (negotiateFormat(accept).format === "protobuf") await loadProtobuf();
}

/**
 * Renders families without returning to the event loop. The format is the requested one, or text if that is protobuf
 * and its encoder is not loaded.
 *
 * @internal
 */
export function renderNow(
  families: readonly MetricFamily[],
  accept: string,
): { readonly body: Bytes; readonly contentType: string } {
  const { format, escaping, contentType } = negotiateFormat(accept);
  const encodeProtobuf = format === "protobuf" ? loadedProtobuf() : undefined;
  if (format === "protobuf" && encodeProtobuf === undefined) return renderNow(families, "text/plain;version=0.0.4");
  const named = escapeFamilyNames(families, escaping, undefined);
  const writer = new ByteWriter();
  const chunks = encodeProtobuf?.(writer, named, escaping) ?? encodeText(writer, named, format, escaping, false);
  return { body: Buffer.concat([...chunks].filter((chunk) => chunk !== undefined)), contentType };
}
