import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { behaviours } from "./behaviours.js";

const document = readFileSync(new URL("../../../docs/conformance.md", import.meta.url), "utf8");
const options = [...new Set(behaviours.map(({ option }) => option))];

/** Returns the line about an option: the number of requests, that of equal answers, and the reasons of the others. */
function lineOf(option: string): string {
  const rows = behaviours.filter((row) => row.option === option);
  const requests = rows.flatMap((row) => row.requests);
  const alike = requests.filter(({ here }) => here === undefined);
  const reasons = new Set(rows.flatMap(({ difference = [] }) => difference));
  return `| ${marked(option)} | ${requests.length} | ${alike.length} | ${marked([...reasons].join(" "))} |`;
}

/** Marks keys and values of the file as code. */
function marked(text: string): string {
  return text.replaceAll(/\b(?!node_exporter)([a-z]+(_[a-z]+)+|http2|headers|cert|key|[A-Z]\w+Cert|TLS1\d)\b/g, "`$&`");
}

test("the table in docs/conformance.md has all options and the reasons of all differences", () => {
  const lines = document
    .split("\n")
    .filter((line) => options.some((option) => line.startsWith(`| ${marked(option)} | `)));
  expect(lines).toEqual(options.map(lineOf));
});

test.each(behaviours.map((row) => [row.option, row.name, row] as const))(
  "%s: %s gives a reason if and only if the answers differ",
  (_option, _name, { difference, requests }) => {
    expect(difference !== undefined).toBe(requests.some(({ here }) => here !== undefined));
  },
);
