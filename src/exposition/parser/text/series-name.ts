import type { Line } from "./line.js";
import { readQuoted } from "./quoted.js";
import type { ParserSyntax } from "./syntax.js";

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const blanks = /[ \t]*/y;

/** The name and the labels of a sample. */
export interface SeriesName {
  /** The sample's name, with its suffix. */
  readonly name: string;
  /** All labels, in the order of the line. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Skips spaces and tabs, which only the Prometheus text format allows. */
export function skipBlanks(line: Line, syntax: ParserSyntax): void {
  if (!syntax.openMetrics) line.match(blanks);
}

/** Reads a metric name outside braces, which may be quoted if the syntax allows it. */
export function readMetricName(line: Line, syntax: ParserSyntax): string {
  return (
    (syntax.quotedNames ? readQuotedName(line, syntax) : undefined) ??
    line.match(metricName) ??
    line.fail("a metric name must match [a-zA-Z_:][a-zA-Z0-9_:]*")
  );
}

/** Reads `name`, `name{labels}` or, if the syntax allows quoted names, `{"name",labels}`. */
export function readSeriesName(line: Line, syntax: ParserSyntax): SeriesName {
  if (syntax.quotedNames && line.take("{")) {
    skipBlanks(line, syntax);
    const name =
      readQuotedName(line, syntax) ?? line.fail("braces without a preceding name must begin with a quoted name");
    skipBlanks(line, syntax);
    if (line.take("}")) return { name, labels: new Map() };
    if (!line.take(",")) line.fail('a quoted name must be followed by "," or "}"');
    rejectTrailingComma(line, syntax);
    return { name, labels: readLabels(line, syntax) };
  }
  const name = line.match(metricName) ?? line.fail("a metric name must match [a-zA-Z_:][a-zA-Z0-9_:]*");
  skipBlanks(line, syntax);
  return { name, labels: line.take("{") ? readLabels(line, syntax) : new Map() };
}

/** Reads labels and the closing brace. */
export function readLabels(line: Line, syntax: ParserSyntax): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  skipBlanks(line, syntax);
  while (!line.take("}")) {
    readLabel(line, syntax, labels);
    skipBlanks(line, syntax);
    if (line.startsWith("}")) continue;
    if (!line.take(",")) line.fail('labels must be separated by "," and followed by "}"');
    skipBlanks(line, syntax);
    rejectTrailingComma(line, syntax);
  }
  return labels;
}

function rejectTrailingComma(line: Line, syntax: ParserSyntax): void {
  if (syntax.openMetrics && line.startsWith("}")) line.fail('"," must not precede "}"');
}

function readLabel(line: Line, syntax: ParserSyntax, labels: Map<string, string>): void {
  const start = line.position;
  const name =
    (syntax.quotedNames ? readQuotedName(line, syntax) : undefined) ??
    line.match(labelName) ??
    line.fail("a label name must match [a-zA-Z_][a-zA-Z0-9_]*");
  if (name === "__name__") line.fail("the label name __name__ is reserved", start, line.position);
  if (labels.has(name)) line.fail("a label name must occur only once in a sample", start, line.position);
  skipBlanks(line, syntax);
  if (!line.take("=")) line.fail('a label name must be followed by "="');
  skipBlanks(line, syntax);
  labels.set(name, readQuoted(line, syntax) ?? line.fail("a label value must be in double quotes"));
}

function readQuotedName(line: Line, syntax: ParserSyntax): string | undefined {
  const start = line.position;
  const name = readQuoted(line, syntax);
  return name === "" ? line.fail("a name must not be empty", start, line.position) : name;
}
