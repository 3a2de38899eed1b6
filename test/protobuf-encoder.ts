import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";

const root = new protobuf.Root();
const resolve = root.resolvePath;
// protobufjs brings the well-known types itself.
root.resolvePath = (origin, target) => (target.startsWith("google/") ? target : resolve(origin, target));
root.loadSync(fileURLToPath(new URL("../proto/metrics.proto", import.meta.url)));
const MetricFamily = root.lookupType("io.prometheus.client.MetricFamily");

/** Encodes valid or invalid families as a delimited stream, to test readers with. */
export function encodeDelimited(...families: readonly Record<string, unknown>[]): Uint8Array {
  return Buffer.concat(
    families.map((family) => MetricFamily.encodeDelimited(MetricFamily.fromObject(family)).finish()),
  );
}
