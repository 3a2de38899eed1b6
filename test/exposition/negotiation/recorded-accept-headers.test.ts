import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { negotiate } from "../../../src/exposition/negotiation/negotiate.js";

const requests: { version: string; features: string; job: string; accept: string }[] = JSON.parse(
  readFileSync(new URL("../../fixtures/accept-headers-recorded.json", import.meta.url), "utf8"),
);

/** What each distinct header asks for first, in the fixture's order. */
const expected = [
  "openmetrics-1.0.0 values",
  "openmetrics-0.0.1 underscores",
  "openmetrics-1.0.0 allow-utf-8",
  "protobuf underscores",
  "openmetrics-1.0.0 dots",
  "openmetrics-1.0.0 underscores",
  "protobuf underscores",
  "text-1.0.0 allow-utf-8",
  "openmetrics-1.0.0 allow-utf-8",
  "protobuf underscores",
  "text-0.0.4 underscores",
  "protobuf underscores",
  "protobuf underscores",
  "protobuf underscores",
  "openmetrics-1.0.0 underscores",
  "protobuf underscores",
  "text-0.0.4 underscores",
];
const headers = [...new Set(requests.map(({ accept }) => accept))];

test("the recorded requests have 17 distinct headers", () => {
  expect(headers).toHaveLength(expected.length);
});

test.each(requests)("the header of $version with the features '$features', job $job, is served", ({ accept }) => {
  const { format, escaping } = negotiate({ accept });
  expect(`${format} ${escaping}`).toBe(expected[headers.indexOf(accept)]);
});
