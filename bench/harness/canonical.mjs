import assert from "node:assert/strict";

/**
 * The samples of a text exposition in a form in which libraries can be compared: sorted, labels sorted, numbers and bounds
 * as numbers.
 */
export function canonical(body) {
  const lines = Buffer.from(body).toString().split("\n");
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(canonicalSample)
    .sort();
}

/** Fails unless two expositions hold the same samples. */
export function assertSame(body, expected, what) {
  const [ours, theirs] = [canonical(body), canonical(expected)];
  const at = ours.findIndex((line, i) => line !== theirs[i]);
  assert(ours.length === theirs.length && at < 0, `${what} differs: ${ours[at]} instead of ${theirs[at]}`);
}

function canonicalSample(line) {
  const [, name, labels = "", value] = /^([^{ ]+)(?:\{(.*)\})? (\S+)/.exec(line);
  const pairs = [...labels.matchAll(/([^=,]+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) =>
    label === "le" || label === "quantile" ? `${label}=${number(text)}` : `${label}=${text}`,
  );
  return `${name}{${pairs.sort().join()}} ${number(value)}`;
}

function number(text) {
  return text.endsWith("Inf") ? Number(text.replace("Inf", "Infinity")) : Number(text);
}
