import type { Exemplar } from "../../../model/families/metric.js";
import type { MetricFamily, MetricType } from "../../../model/families/metric-family.js";
import { isMetricType, metricTypeNames, metricTypes } from "../../../model/families/metric-types.js";
import { toLabels } from "../families/assemble.js";
import { FamilyDraft } from "../families/family-draft.js";
import { memberLabel } from "../families/member-label.js";
import { ParseError } from "../parse-error.js";
import { checkSample } from "./check-sample.js";
import { type Line, linesOf } from "./line.js";
import { unescapeText } from "./quoted.js";
import { readNumber, readSeconds } from "./scalars.js";
import { readLabels, readMetricName, readSeriesName } from "./series-name.js";
import type { ParserSyntax } from "./syntax.js";

const keyword = /(?:HELP|TYPE|UNIT) /y;
const unitName = /^[a-zA-Z0-9_:]*$/;

/**
 * Parses OpenMetrics text, version 1.0.0 or 0.0.1, by all rules of the 1.0 specification.
 *
 * @param body - the whole exposition
 * @param quotedNames - whether names may be quoted, as the escaping scheme `allow-utf-8` requires
 * @throws {ParseError} at the first violation
 */
export function parseOpenMetrics(body: string, quotedNames: boolean): MetricFamily[] {
  const reader = new Reader({ openMetrics: true, quotedNames });
  let number = 1;
  let isEnded = false;
  for (const line of linesOf(body)) {
    if (isEnded) line.fail("# EOF must be the last line");
    if (line.text === "# EOF") isEnded = true;
    else if (line.startsWith("#")) reader.readMetadata(line);
    else reader.readSample(line);
    number = line.number + 1;
  }
  if (!isEnded) throw new ParseError("the last line must be # EOF", "", { line: number, column: 1 });
  return reader.finish();
}

class Reader {
  readonly #syntax: ParserSyntax;
  readonly #families: MetricFamily[] = [];
  readonly #owners = new Map<string, string>();
  #current: FamilyDraft | undefined;

  constructor(syntax: ParserSyntax) {
    this.#syntax = syntax;
  }

  readMetadata(line: Line): void {
    line.take("# ");
    const kind =
      line.match(keyword)?.trimEnd() ??
      line.fail("a line that begins with # must be # HELP, # TYPE, # UNIT or # EOF", 0);
    const name = readMetricName(line, this.#syntax);
    const family = this.#current?.name === name ? this.#current : this.#open(name, line);
    family.describe(kind, line);
    if (!line.take(" ")) line.fail("one space must follow the family name");
    const start = line.position;
    if (kind === "HELP") family.help = unescapeText(line, start, line.rest(), this.#syntax, '\\"n');
    else if (kind === "TYPE") family.type = readType(line);
    else family.unit = readUnit(line, name);
  }

  readSample(line: Line): void {
    const { name, labels } = readSeriesName(line, this.#syntax);
    const family = this.#ownerOf(name) ?? this.#open(name, line);
    const suffix = name.slice(family.name.length);
    const label = memberLabel(family.type, suffix, family.name);
    const member = label === undefined ? undefined : labels.get(label);
    if (label !== undefined && member === undefined)
      line.fail(`this sample of a ${family.type} must have a label "${label}"`, 0);
    if (!line.take(" ")) line.fail("one space must precede the value");
    const value = readNumber(line, "a sample");
    const timestamp = line.atEnd || line.startsWith(" #") ? undefined : readTimestamp(line);
    const exemplar = line.atEnd ? undefined : readExemplar(line, this.#syntax);
    const others = new Map([...labels].filter(([other]) => other !== label));
    const sample = { suffix, labels: others, member, value, timestamp, exemplar, line };
    checkSample(family.type, sample);
    family.points.add(sample);
  }

  finish(): MetricFamily[] {
    this.#close();
    return this.#families;
  }

  #ownerOf(name: string): FamilyDraft | undefined {
    const family = this.#current;
    if (family === undefined || !name.startsWith(family.name)) return undefined;
    return metricTypes[family.type].openMetricsSuffixes.includes(name.slice(family.name.length)) ? family : undefined;
  }

  #open(name: string, line: Line): FamilyDraft {
    this.#close();
    if (this.#owners.get(name) === name) line.fail(`the lines of the family ${name} must be contiguous`, 0);
    this.#current = new FamilyDraft(name, line, true);
    return this.#current;
  }

  /** Completes a family. Only now are its type and the names of its samples known. */
  #close(): void {
    const family = this.#current;
    if (family === undefined) return;
    const { name, type, unit, line } = family;
    const { hasUnit, openMetricsSuffixes } = metricTypes[type];
    if (unit !== "" && !hasUnit) line.fail(`a family of type ${type} must not have a unit`, 0);
    for (const taken of new Set([name, ...openMetricsSuffixes.map((suffix) => name + suffix)])) {
      const owner = this.#owners.get(taken);
      if (owner !== undefined) line.fail(`the families ${owner} and ${name} must not both use the name ${taken}`, 0);
      this.#owners.set(taken, name);
    }
    this.#families.push(family.build());
    this.#current = undefined;
  }
}

function readType(line: Line): MetricType {
  const start = line.position;
  const type = line.rest();
  return isMetricType(type) ? type : line.fail(`a type must be one of ${metricTypeNames.join(", ")}`, start);
}

function readUnit(line: Line, name: string): string {
  const start = line.position;
  const unit = line.rest();
  if (!unitName.test(unit)) line.fail("a unit must consist of characters of a metric name", start);
  if (unit !== "" && !name.endsWith(`_${unit}`)) line.fail(`the name ${name} must end in _ and its unit`, start);
  return unit;
}

function readTimestamp(line: Line): number {
  if (!line.take(" ")) line.fail("one space must precede the timestamp");
  return readSeconds(line);
}

/** Reads an exemplar, with its timestamp if it has one. */
function readExemplar(line: Line, syntax: ParserSyntax): Exemplar {
  if (!line.take(" # {")) line.fail('only an exemplar, " # {labels} value", may follow here');
  const labels = toLabels(readLabels(line, syntax));
  if (!line.take(" ")) line.fail("one space must precede the value of an exemplar");
  const value = readNumber(line, "an exemplar");
  const exemplar = { labels, value, ...(!line.atEnd && { timestamp: readTimestamp(line) }) };
  if (!line.atEnd) line.fail("an exemplar must be the end of the line");
  return exemplar;
}
