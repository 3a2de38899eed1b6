import { ByteWriter } from "./byte-writer.js";
import type { PaddedBytes } from "./padded-bytes.js";

const draft = new ByteWriter(1024, Number.POSITIVE_INFINITY);

/** Encodes text as UTF-8. */
export function paddedText(text: string): PaddedBytes {
  draft.at = 0;
  draft.text(text);
  return draft.snapshot();
}
