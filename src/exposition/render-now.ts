import type { MetricFamily } from "../model/metric-family.js";
import { ByteWriter } from "./byte-writer.js";
import type { encodeProtobuf } from "./encode-protobuf.js";
import { encodeText } from "./encode-text.js";
import { exposedNames } from "./exposed-names.js";
import { negotiate } from "./negotiate.js";
import { text } from "./text.js";

let protobuf: typeof encodeProtobuf | undefined;

/**
 * Loads what {@link renderNow} cannot wait for.
 *
 * @internal
 */
export async function prepareRenderNow(accept: string): Promise<void> {
  if (negotiate(accept).format === "protobuf") {
    protobuf = (await import("./encode-protobuf.js")).encodeProtobuf;
  }
}

/**
 * Writes families without returning to the event loop, in the format that was asked for, or in text where protobuf could not be
 * loaded in time.
 *
 * @internal
 */
export function renderNow(
  families: readonly MetricFamily[],
  accept: string,
): { readonly body: Uint8Array; readonly contentType: string } {
  const { format, escaping, contentType } = negotiate(accept);
  if (format === "protobuf" && protobuf === undefined) return renderNow(families, "text/plain;version=0.0.4");
  const named = exposedNames(families, escaping, undefined);
  const writer = new ByteWriter();
  const chunks =
    format === "protobuf" && protobuf !== undefined
      ? protobuf(writer, named, escaping)
      : encodeText(writer, named, { dialect: text, scheme: escaping, created: false });
  return { body: Buffer.concat([...chunks].filter((chunk) => chunk !== undefined)), contentType };
}
