import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parse } from "../../../src/exposition/parser/parse.js";
import { ParseError } from "../../../src/exposition/parser/parse-error.js";
import { type FlatSample, flatSamples } from "./flat-samples.js";

interface ExpectedSample {
  name: string;
  labels: Record<string, string>;
  value: number | string;
  timestamp?: number;
  exemplar?: { labels: Record<string, string>; value: number; timestamp?: number };
}

interface ExpectedFamily {
  name: string;
  type: string;
  help: string;
  unit: string;
  samples: ExpectedSample[];
}

const suite = fileURLToPath(new URL("../../fixtures/openmetrics-parsers/", import.meta.url));
const cases = readdirSync(suite, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    name,
    body: readFileSync(`${suite}${name}/metrics`),
    shouldParse: JSON.parse(readFileSync(`${suite}${name}/test.json`, "utf8")).shouldParse as boolean,
  }));
const expected = JSON.parse(readFileSync(`${suite}expected.json`, "utf8")) as Record<string, ExpectedFamily[]>;
const contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Family names as OpenMetrics writes them. */
function stem(name: string, type: string): string {
  if (type === "counter") return name.replace(/_total$/, "");
  return type === "info" ? name.replace(/_info$/, "") : name;
}

function normalize({ name, labels, value, timestamp, exemplar }: ExpectedSample): FlatSample {
  const entries = Object.entries(labels).map(([label, text]): [string, string | number] => {
    return label === "le" || label === "quantile" ? [label, Number(text.replace("+Inf", "Infinity"))] : [label, text];
  });
  return {
    name,
    labels: Object.fromEntries(entries),
    value: typeof value === "number" ? value : Number(value.replace("Inf", "Infinity")),
    ...(timestamp !== undefined && { timestamp }),
    ...(exemplar && { exemplar }),
  };
}

/** Samples in an order that does not depend on the body's. */
function sorted(samples: FlatSample[]): FlatSample[] {
  const key = ({ name, labels, timestamp }: FlatSample) => `${name} ${Object.entries(labels).sort()} ${timestamp}`;
  return samples.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

test("the suite has 136 cases, and each valid one has an expected result", () => {
  expect(cases).toHaveLength(136);
  expect(cases.filter(({ shouldParse }) => shouldParse).map(({ name }) => name)).toEqual(Object.keys(expected));
});

describe("the OpenMetrics suite's valid case", () => {
  test.each(cases.filter(({ shouldParse }) => shouldParse))("$name has the expected result", ({ name, body }) => {
    const families = parse(body, contentType);
    expect(families.map(({ name, type, help, unit = "" }) => ({ name: stem(name, type), type, help, unit }))).toEqual(
      expected[name]?.map(({ name, type, help, unit }) => ({ name, type, help, unit })),
    );
    expect(sorted(families.flatMap(flatSamples))).toEqual(
      sorted(expected[name]?.flatMap(({ samples }) => samples.map(normalize)) ?? []),
    );
  });
});

describe("the OpenMetrics suite's invalid case", () => {
  test.each(cases.filter(({ shouldParse }) => !shouldParse))("$name is rejected", ({ body }) => {
    expect(() => parse(body, contentType)).toThrow(ParseError);
  });
});
