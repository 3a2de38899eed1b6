import type { MetricFamily, MetricType } from "../../../model/families/metric-family.js";
import { metricTypeNames, metricTypes } from "../../../model/families/metric-types.js";
import { FamilyDraft } from "../families/family-draft.js";
import { memberLabel } from "../families/member-label.js";
import { type Line, linesOf } from "./line.js";
import { unescapeText } from "./quoted.js";
import { readMilliseconds, readNumber } from "./scalars.js";
import { readMetricName, readSeriesName, skipBlanks } from "./series-name.js";
import type { ParserSyntax } from "./syntax.js";

const keyword = /(?:HELP|TYPE)(?=[ \t]|$)/y;

/** The types of the format, each with the first metric type that is written as it. */
const types: ReadonlyMap<string, MetricType> = /* @__PURE__ */ findTypes();

/**
 * Parses the Prometheus text format, version 0.0.4 or 1.0.0. It rejects everything that the Go parser of the format
 * rejects, and also what the description of the format forbids but that parser accepts: duplicate series, interleaved
 * families, metadata after samples, and inconsistent histograms.
 *
 * @param body - the whole exposition
 * @param quotedNames - whether names may be quoted, as in version 1.0.0
 * @throws {ParseError} at the first violation
 */
export function parseText(body: string, quotedNames: boolean): MetricFamily[] {
  const reader = new Reader({ openMetrics: false, quotedNames });
  const isComplete = body.endsWith("\n");
  let end = 0;
  for (const line of linesOf(body)) {
    end += line.text.length + 1;
    if (end > body.length && !isComplete) line.fail("the last line must end with a line feed", 0);
    reader.read(line);
  }
  return reader.finish();
}

class Reader {
  readonly #syntax: ParserSyntax;
  readonly #families = new Map<string, FamilyDraft>();
  #current: FamilyDraft | undefined;

  constructor(syntax: ParserSyntax) {
    this.#syntax = syntax;
  }

  read(line: Line): void {
    skipBlanks(line, this.#syntax);
    if (line.take("#")) this.#readComment(line);
    else if (!line.atEnd) this.#readSample(line);
  }

  finish(): MetricFamily[] {
    return [...this.#families.values()].map((family) => family.build());
  }

  #readComment(line: Line): void {
    skipBlanks(line, this.#syntax);
    const kind = line.match(keyword);
    if (kind === undefined) return;
    skipBlanks(line, this.#syntax);
    const family = this.#familyOf(readMetricName(line, this.#syntax), line);
    if (!line.atEnd && !/[ \t]/.test(line.text.charAt(line.position)))
      line.fail("a space or tab must follow the family name");
    family.describe(kind, line);
    skipBlanks(line, this.#syntax);
    const start = line.position;
    if (kind === "HELP") family.help = unescapeText(line, start, line.rest(), this.#syntax, "\\n");
    else
      family.type =
        types.get(line.rest().toLowerCase()) ??
        line.fail(`a type must be one of ${[...types.keys()].join(", ")}`, start);
  }

  #readSample(line: Line): void {
    const { name, labels } = readSeriesName(line, this.#syntax);
    const family = this.#familyOf(name, line);
    const { type } = family;
    const suffix = name.slice(family.name.length);
    const { textSuffixes } = metricTypes[type];
    if (!textSuffixes.includes(suffix)) line.fail(`the samples of a ${type} must end in ${textSuffixes.join(", ")}`, 0);
    const label = memberLabel(type, suffix, family.name);
    const member = label === undefined ? undefined : labels.get(label);
    if (label !== undefined && member === undefined)
      line.fail(`this sample of a ${type} must have a label "${label}"`, 0);
    skipBlanks(line, this.#syntax);
    const value = readNumber(line, "a sample");
    const timestamp = line.atEnd ? undefined : this.#readTimestamp(line);
    const others = new Map([...labels].filter(([other]) => other !== label));
    family.points.add({ suffix, labels: others, member, value, timestamp, exemplar: undefined, line });
  }

  #readTimestamp(line: Line): number {
    skipBlanks(line, this.#syntax);
    const timestamp = readMilliseconds(line);
    if (!line.atEnd) line.fail("a timestamp must be the end of the line");
    return timestamp;
  }

  /** Returns the family of a sample: one of the same name, or a histogram or summary whose name with a suffix it is. */
  #familyOf(name: string, line: Line): FamilyDraft {
    const family = this.#families.get(name) ?? this.#distributionOf(name);
    if (family === undefined) {
      this.#current = new FamilyDraft(name, line, false);
      this.#families.set(name, this.#current);
      return this.#current;
    }
    if (family !== this.#current) line.fail(`the lines of the family ${family.name} must be contiguous`, 0);
    return family;
  }

  #distributionOf(name: string): FamilyDraft | undefined {
    const suffix = metricTypes.histogram.textSuffixes.find((each) => name.endsWith(each));
    if (suffix === undefined) return undefined;
    const family = this.#families.get(name.slice(0, -suffix.length));
    return family !== undefined && metricTypes[family.type].textSuffixes.includes(suffix) ? family : undefined;
  }
}

function findTypes(): Map<string, MetricType> {
  const found = new Map<string, MetricType>();
  for (const type of metricTypeNames) {
    const { textType } = metricTypes[type];
    if (!found.has(textType)) found.set(textType, type);
  }
  return found;
}
