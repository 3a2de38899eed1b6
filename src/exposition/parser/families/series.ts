import type { Line } from "../text/line.js";
import { readQuoted } from "../text/quoted.js";
import type { ParserSyntax } from "../text/syntax.js";

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const blanks = /[ \t]*/y;

/** What names a series. */
export interface SeriesName {
  /** The sample's name, with its suffix. */
  readonly name: string;
  /** All labels, in the order of the line. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Reads spaces and tabs, which only the text formats allow. */
export function skipBlanks(line: Line, dialect: ParserSyntax): void {
  if (!dialect.openMetrics) line.match(blanks);
}

/** Reads a metric name outside of braces, quoted where the dialect allows it. */
export function readMetricName(line: Line, dialect: ParserSyntax): string {
  return (
    (dialect.quotedNames ? readQuotedName(line, dialect) : undefined) ??
    line.match(metricName) ??
    line.fail("a metric name is [a-zA-Z_:][a-zA-Z0-9_:]*")
  );
}

/** Reads `name`, `name{labels}` or, where the dialect quotes names, `{"name",labels}`. */
export function readSeriesName(line: Line, dialect: ParserSyntax): SeriesName {
  if (dialect.quotedNames && line.take("{")) {
    skipBlanks(line, dialect);
    const name =
      readQuotedName(line, dialect) ?? line.fail("braces without a name before them begin with a quoted name");
    skipBlanks(line, dialect);
    if (line.take("}")) return { name, labels: new Map() };
    if (!line.take(",")) line.fail('a quoted name is followed by "," or "}"');
    refuseTrailingComma(line, dialect);
    return { name, labels: readLabels(line, dialect) };
  }
  const name = line.match(metricName) ?? line.fail("a metric name is [a-zA-Z_:][a-zA-Z0-9_:]*");
  skipBlanks(line, dialect);
  return { name, labels: line.take("{") ? readLabels(line, dialect) : new Map() };
}

/** Reads labels and the brace that closes them. */
export function readLabels(line: Line, dialect: ParserSyntax): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  skipBlanks(line, dialect);
  while (!line.take("}")) {
    readLabel(line, dialect, labels);
    skipBlanks(line, dialect);
    if (line.startsWith("}")) continue;
    if (!line.take(",")) line.fail('labels are separated by "," and closed by "}"');
    skipBlanks(line, dialect);
    refuseTrailingComma(line, dialect);
  }
  return labels;
}

function refuseTrailingComma(line: Line, dialect: ParserSyntax): void {
  if (dialect.openMetrics && line.startsWith("}")) line.fail('no "," stands before "}"');
}

function readLabel(line: Line, dialect: ParserSyntax, labels: Map<string, string>): void {
  const start = line.position;
  const name =
    (dialect.quotedNames ? readQuotedName(line, dialect) : undefined) ??
    line.match(labelName) ??
    line.fail("a label name is [a-zA-Z_][a-zA-Z0-9_]*");
  if (name === "__name__") line.fail("the label name __name__ is reserved", start, line.position);
  if (labels.has(name)) line.fail("a label name occurs once in a sample", start, line.position);
  skipBlanks(line, dialect);
  if (!line.take("=")) line.fail('a label name is followed by "="');
  skipBlanks(line, dialect);
  labels.set(name, readQuoted(line, dialect) ?? line.fail("a label value stands in double quotes"));
}

function readQuotedName(line: Line, dialect: ParserSyntax): string | undefined {
  const start = line.position;
  const name = readQuoted(line, dialect);
  return name === "" ? line.fail("a name is not empty", start, line.position) : name;
}
