import type { Exemplar } from "../../../model/metric.js";
import type { MetricFamily, MetricType } from "../../../model/metric-family.js";
import { isMetricType, metricTypeNames, metricTypes } from "../../../model/metric-types.js";
import { toLabels } from "../families/assemble.js";
import { FamilyDraft } from "../families/family-draft.js";
import { memberLabel } from "../families/member-label.js";
import { readLabels, readMetricName, readSeriesName } from "../families/series.js";
import { ParseError } from "../parse-error.js";
import { checkSample } from "./check-sample.js";
import { type Line, linesOf } from "./line.js";
import { unescapeText } from "./quoted.js";
import { readNumber, readSeconds } from "./scalars.js";
import type { ParserSyntax } from "./syntax.js";

const keyword = /(?:HELP|TYPE|UNIT) /y;
const unitName = /^[a-zA-Z0-9_:]*$/;

/**
 * Reads OpenMetrics text, version 1.0 or 0.0.1, with all rules of the 1.0 specification.
 *
 * @param body - the whole exposition
 * @param quotedNames - whether names may be quoted, as they are when the escaping is `allow-utf-8`
 * @throws ParseError at the first broken rule
 */
export function parseOpenMetrics(body: string, quotedNames: boolean): MetricFamily[] {
  const reader = new Reader({ openMetrics: true, quotedNames });
  let number = 1;
  let isEnded = false;
  for (const line of linesOf(body)) {
    if (isEnded) line.fail("nothing follows # EOF");
    if (line.text === "# EOF") isEnded = true;
    else if (line.startsWith("#")) reader.readMetadata(line);
    else reader.readSample(line);
    number = line.number + 1;
  }
  if (!isEnded) throw new ParseError("the last line is # EOF", "", { line: number, column: 1 });
  return reader.finish();
}

class Reader {
  readonly #dialect: ParserSyntax;
  readonly #families: MetricFamily[] = [];
  readonly #owners = new Map<string, string>();
  #current: FamilyDraft | undefined;

  constructor(dialect: ParserSyntax) {
    this.#dialect = dialect;
  }

  readMetadata(line: Line): void {
    line.take("# ");
    const kind =
      line.match(keyword)?.trimEnd() ?? line.fail("a line that begins with # is # HELP, # TYPE, # UNIT or # EOF", 0);
    const name = readMetricName(line, this.#dialect);
    const family = this.#current?.name === name ? this.#current : this.#open(name, line);
    family.describe(kind, line);
    if (!line.take(" ")) line.fail("one space follows the name of the family");
    const start = line.position;
    if (kind === "HELP") family.help = unescapeText(line, start, line.rest(), this.#dialect, '\\"n');
    else if (kind === "TYPE") family.type = readType(line);
    else family.unit = readUnit(line, name);
  }

  readSample(line: Line): void {
    const { name, labels } = readSeriesName(line, this.#dialect);
    const family = this.#ownerOf(name) ?? this.#open(name, line);
    const suffix = name.slice(family.name.length);
    const label = memberLabel(family.type, suffix, family.name);
    const member = label === undefined ? undefined : labels.get(label);
    if (label !== undefined && member === undefined)
      line.fail(`this sample of a ${family.type} has a label "${label}"`, 0);
    if (!line.take(" ")) line.fail("one space stands before the value");
    const value = readNumber(line, "a sample");
    const timestamp = line.atEnd || line.startsWith(" #") ? undefined : readTimestamp(line);
    const exemplar = line.atEnd ? undefined : readExemplar(line, this.#dialect);
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
    if (this.#owners.get(name) === name) line.fail(`the lines of the family ${name} stand together`, 0);
    this.#current = new FamilyDraft(name, line, true);
    return this.#current;
  }

  /** Ends a family: only now its type is certain, and with it the names of all samples that it may have. */
  #close(): void {
    const family = this.#current;
    if (family === undefined) return;
    const { name, type, unit, line } = family;
    const { hasUnit, openMetricsSuffixes } = metricTypes[type];
    if (unit !== "" && !hasUnit) line.fail(`a family of type ${type} has no unit`, 0);
    for (const taken of new Set([name, ...openMetricsSuffixes.map((suffix) => name + suffix)])) {
      const owner = this.#owners.get(taken);
      if (owner !== undefined) line.fail(`the families ${owner} and ${name} would both own the name ${taken}`, 0);
      this.#owners.set(taken, name);
    }
    this.#families.push(family.build());
    this.#current = undefined;
  }
}

function readType(line: Line): MetricType {
  const start = line.position;
  const type = line.rest();
  return isMetricType(type) ? type : line.fail(`a type is one of ${metricTypeNames.join(", ")}`, start);
}

function readUnit(line: Line, name: string): string {
  const start = line.position;
  const unit = line.rest();
  if (!unitName.test(unit)) line.fail("a unit is a part of a metric name", start);
  if (unit !== "" && !name.endsWith(`_${unit}`)) line.fail(`the name ${name} ends in _ and its unit`, start);
  return unit;
}

function readTimestamp(line: Line): number {
  if (!line.take(" ")) line.fail("one space stands before the timestamp");
  return readSeconds(line);
}

/** Reads an exemplar, whose timestamp is NaN where it has none. */
function readExemplar(line: Line, dialect: ParserSyntax): Exemplar {
  if (!line.take(" # {")) line.fail('only an exemplar, " # {labels} value", follows here');
  const labels = toLabels(readLabels(line, dialect));
  if (!line.take(" ")) line.fail("one space stands before the value of an exemplar");
  const value = readNumber(line, "an exemplar");
  const timestamp = line.atEnd ? NaN : readTimestamp(line);
  if (!line.atEnd) line.fail("nothing follows an exemplar");
  return { labels, value, timestamp };
}
