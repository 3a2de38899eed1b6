import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as tags from "../../../src/exposition/protobuf/tags.js";

const proto = readFileSync(new URL("../../../proto/metrics.proto", import.meta.url), "utf8");
const wireTypes: Readonly<Record<string, number>> = { double: 1, uint64: 0, int64: 0, sint64: 0, sint32: 0, uint32: 0 };

function upperSnakeCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}

/** The tags of all fields in proto/metrics.proto, and of the imported Timestamp. */
function expectedTags(): Map<string, number> {
  const expected = new Map([
    ["TIMESTAMP_SECONDS", 8],
    ["TIMESTAMP_NANOS", 16],
  ]);
  for (const [, message = "", body = ""] of proto.matchAll(/message (\w+) \{(.*?)\n\}/gs)) {
    for (const [, type = "", field = "", number = ""] of body.matchAll(/(?:optional|repeated) (\S+) (\w+) = (\d+);/g)) {
      const wireType = type === "MetricType" ? 0 : (wireTypes[type] ?? 2);
      expected.set(`${upperSnakeCase(message)}_${field.toUpperCase()}`, Number(number) * 8 + wireType);
    }
  }
  return expected;
}

test.each(Object.entries(tags))("%s has the number and the wire type of its field", (name, tag) => {
  expect(tag).toBe(expectedTags().get(name));
});
