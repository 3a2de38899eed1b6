import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";
import { families } from "../arbitrary-families.js";
import { type ReferenceFormat, type ReferenceOptions, referenceEncode } from "../reference/encoder.js";

const contentTypes: Record<ReferenceFormat, string> = {
  "text-0.0.4": "text/plain; version=0.0.4; charset=utf-8",
  "text-1.0.0": "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
  "openmetrics-0.0.1": "application/openmetrics-text; version=0.0.1; charset=utf-8",
  "openmetrics-1.0.0": "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8",
  protobuf: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
};

const allowsUtf8 = (format: ReferenceFormat) => format !== "text-0.0.4" && format !== "openmetrics-0.0.1";

describe.each(Object.keys(contentTypes) as ReferenceFormat[])("what the parser reads from %s", (format) => {
  test("renders to the same body", () => {
    const options: ReferenceOptions = { escaping: "allow-utf-8", created: true };
    fc.assert(
      fc.property(families({ utf8: allowsUtf8(format) }), (given) => {
        const body = referenceEncode(format, given, options);
        const again = referenceEncode(format, parse(body, contentTypes[format]), options);
        expect(Buffer.from(again).toString("latin1")).toBe(Buffer.from(body).toString("latin1"));
      }),
    );
  });
});

/** Families that protobuf keeps whole. */
const keptWhole = families().map((list) => list.filter(({ type }) => type !== "info" && type !== "stateset"));

test("protobuf preserves all fields of a family", () => {
  fc.assert(
    fc.property(keptWhole, (given) => {
      const plain = (list: MetricFamily[]) => list.map((family) => ({ ...family, metrics: [...family.metrics] }));
      expect(plain(parse(referenceEncode("protobuf", given), contentTypes.protobuf))).toEqual(plain(given));
    }),
  );
});
