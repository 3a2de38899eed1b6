import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quoteName } from "../../src/exposition/bytes/escaping.js";
import {
  type EscapingScheme,
  escapeLabelName,
  escapeMetricName,
  escapingSchemes,
  findEscapingCollision,
} from "../../src/model/families/escaping-schemes.js";
import { isLegacyLabelName, isLegacyMetricName } from "../../src/model/families/names.js";

const anyName = fc.string({
  unit: fc.oneof(
    fc.constantFrom("_", ".", ":", "-", "0", "a", "Z", "\ud83d"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
});
const legacyName = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);

/** name, underscores, dots, values */
const metricNames: [string, string, string, string][] = [
  ["requests_total", "requests_total", "requests__total", "requests_total"],
  ["job:rate5m", "job:rate5m", "job:rate5m", "job:rate5m"],
  ["http.requests", "http_requests", "http_dot_requests", "U__http_2e_requests"],
  ["http.requests_total", "http_requests_total", "http_dot_requests__total", "U__http_2e_requests__total"],
  ["queue depth", "queue_depth", "queue__depth", "U__queue_20_depth"],
  ["a-b:c", "a_b:c", "a__b:c", "U__a_2d_b:c"],
  ["2xx", "_xx", "__xx", "U___32_xx"],
  ["x2.2", "x2_2", "x2_dot_2", "U__x2_2e_2"],
  ["温度", "__", "____", "U___6e29__5ea6_"],
  ["hot 😱", "hot__", "hot____", "U__hot_20__1f631_"],
  ["broken\ud83d", "broken_", "broken__", "U__broken_FFFD_"],
  ["a\ufffd", "a_", "a__", "U__a_fffd_"],
];

describe("escapeMetricName", () => {
  test.each(metricNames)("escapes %j by each scheme", (name, underscores, dots, values) => {
    expect(escapeMetricName(name, "underscores")).toBe(underscores);
    expect(escapeMetricName(name, "dots")).toBe(dots);
    expect(escapeMetricName(name, "values")).toBe(values);
  });

  test("returns a name unchanged under allow-utf-8, except lone surrogates", () => {
    expect(escapeMetricName('温度.😱 "x"', "allow-utf-8")).toBe('温度.😱 "x"');
    expect(escapeMetricName("broken\ud83d", "allow-utf-8")).toBe("broken\ufffd");
  });

  test("gives a legacy name under every scheme but allow-utf-8", () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom<EscapingScheme>("underscores", "dots", "values"), (name, scheme) =>
        isLegacyMetricName(escapeMetricName(name, scheme)),
      ),
    );
  });

  test("changes a legacy name only under dots", () => {
    fc.assert(
      fc.property(legacyName, (name) => {
        for (const scheme of escapingSchemes) {
          expect(escapeMetricName(name, scheme)).toBe(scheme === "dots" ? name.replaceAll("_", "__") : name);
        }
      }),
    );
  });

  test("returns different names for different names under values", () => {
    const wellFormed = anyName.map((name) => name.toWellFormed()).filter((name) => !isLegacyMetricName(name));
    fc.assert(
      fc.property(wellFormed, (name) => {
        expect(unescapeValues(escapeMetricName(name, "values"))).toBe(name);
      }),
    );
  });
});

describe("escapeLabelName", () => {
  test("escapes a colon, which label names must not contain", () => {
    expect(escapeLabelName("a:b", "underscores")).toBe("a_b");
    expect(escapeLabelName("a:b", "dots")).toBe("a__b");
    expect(escapeLabelName("a:b", "values")).toBe("U__a_3a_b");
  });

  test("gives a legacy name under every scheme but allow-utf-8", () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom<EscapingScheme>("underscores", "dots", "values"), (name, scheme) =>
        isLegacyLabelName(escapeLabelName(name, scheme)),
      ),
    );
  });

  test("returns a legacy name unchanged under underscores and values", () => {
    expect(escapeLabelName("status_code", "underscores")).toBe("status_code");
    expect(escapeLabelName("status_code", "values")).toBe("status_code");
  });
});

describe("quoteName", () => {
  test("encloses the name in quotes, and escapes characters that would end them", () => {
    expect(quoteName("http.requests")).toBe('"http.requests"');
    expect(quoteName('a"b\\c\nd')).toBe('"a\\"b\\\\c\\nd"');
  });
});

function unescapeValues(escaped: string): string {
  return escaped
    .slice("U__".length)
    .replace(/__|_([0-9a-f]+)_/g, (_, code?: string) =>
      code === undefined ? "_" : String.fromCodePoint(Number.parseInt(code, 16)),
    );
}

describe("namesAlike", () => {
  test.each<[readonly string[], readonly [string, string] | undefined]>([
    [
      ["a.b", "a_b"],
      ["a.b", "a_b"],
    ],
    [
      ["x", "a-b", "a b"],
      ["a-b", "a b"],
    ],
    [
      ["a-b", "a_b"],
      ["a-b", "a_b"],
    ],
    [["a.b", "a.c"], undefined],
    [["a", "b"], undefined],
  ])("of %j are %j", (names, alike) => {
    expect(findEscapingCollision(names)).toEqual(alike);
  });
});
