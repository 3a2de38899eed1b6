import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../../run-command.js";
import { asFieldOne, splitDelimited } from "../readings/delimited.js";
import type { JudgedFamily } from "../readings/normal-form.js";
import { judgedMessage } from "../readings/protobuf-family.js";
import { parseTextFormat, type TextMessage } from "../readings/text-format.js";
import { programPath } from "./programs.js";

const schema = fileURLToPath(new URL("../../../proto", import.meta.url));

/** Wraps many expositions in one message, so that one run of protoc reads all of them. */
const wrapper = `syntax = "proto2";
package judge;
import "metrics.proto";
message Body { repeated io.prometheus.client.MetricFamily family = 1; }
message Batch { repeated Body body = 1; }
`;

/**
 * Decodes an exposition of varint-delimited `io.prometheus.client.MetricFamily` messages with protoc.
 *
 * @throws {Error} if the stream is truncated, a message is invalid, or a field is not in the schema
 */
export async function protocDecode(body: Uint8Array): Promise<JudgedFamily[]> {
  const [families = []] = await protocDecodeAll([body]);
  return families;
}

/**
 * Does the same for many expositions in one run of protoc.
 *
 * @throws {Error} if any of them is invalid; decode each alone to find out which
 */
export async function protocDecodeAll(bodies: readonly Uint8Array[]): Promise<JudgedFamily[][]> {
  const batch = bodies.map((body) => asFieldOne(Buffer.concat(splitDelimited(body).map(asFieldOne))));
  const decoded = await decode(Buffer.concat(batch));
  return decoded.messages("body").map((body) => body.messages("family").map(judgedMessage));
}

async function decode(batch: Uint8Array): Promise<TextMessage> {
  const folder = mkdtempSync(join(tmpdir(), "narthex-protoc-"));
  try {
    writeFileSync(join(folder, "batch.proto"), wrapper);
    const args = [`-I${schema}`, `-I${folder}`, "--decode=judge.Batch", join(folder, "batch.proto")];
    const { exitCode, stdout, stderr } = await run(programPath("protoc"), args, batch);
    if (exitCode !== 0) throw new Error(`protoc: ${stderr.trim()}`);
    return parseTextFormat(stdout.toString("latin1"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
