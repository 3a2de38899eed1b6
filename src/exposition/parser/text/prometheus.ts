import type { MetricFamily, MetricType } from "../../../model/metric-family.js";
import { metricTypeNames, metricTypes } from "../../../model/metric-types.js";
import { FamilyDraft } from "../families/family-draft.js";
import { memberLabel } from "../families/member-label.js";
import { readMetricName, readSeriesName, skipBlanks } from "../families/series.js";
import { type Line, linesOf } from "./line.js";
import { unescapeText } from "./quoted.js";
import { readMilliseconds, readNumber } from "./scalars.js";
import type { ParserSyntax } from "./syntax.js";

const keyword = /(?:HELP|TYPE)(?=[ \t]|$)/y;

/** The types that the format has, each as the first type of the model that is written so. */
const types: ReadonlyMap<string, MetricType> = /* @__PURE__ */ findTypes();

/**
 * Reads text 0.0.4 or 1.0.0. It refuses what Go's parser refuses, and also what the format's description forbids but that
 * parser lets through: a series that occurs twice, families that are interleaved, metadata after samples, histograms that
 * contradict themselves.
 *
 * @param body - the whole exposition
 * @param quotedNames - whether names may be quoted: from version 1.0.0 on
 * @throws ParseError at the first broken rule
 */
export function parseText(body: string, quotedNames: boolean): MetricFamily[] {
  const reader = new Reader({ openMetrics: false, quotedNames });
  const isComplete = body.endsWith("\n");
  let end = 0;
  for (const line of linesOf(body)) {
    end += line.text.length + 1;
    if (end > body.length && !isComplete) line.fail("the last line ends with a line feed", 0);
    reader.read(line);
  }
  return reader.finish();
}

class Reader {
  readonly #dialect: ParserSyntax;
  readonly #families = new Map<string, FamilyDraft>();
  #current: FamilyDraft | undefined;

  constructor(dialect: ParserSyntax) {
    this.#dialect = dialect;
  }

  read(line: Line): void {
    skipBlanks(line, this.#dialect);
    if (line.take("#")) this.#readComment(line);
    else if (!line.atEnd) this.#readSample(line);
  }

  finish(): MetricFamily[] {
    return [...this.#families.values()].map((family) => family.build());
  }

  #readComment(line: Line): void {
    skipBlanks(line, this.#dialect);
    const kind = line.match(keyword);
    if (kind === undefined) return;
    skipBlanks(line, this.#dialect);
    const family = this.#familyOf(readMetricName(line, this.#dialect), line);
    if (!line.atEnd && !/[ \t]/.test(line.text.charAt(line.position)))
      line.fail("a blank follows the name of the family");
    family.describe(kind, line);
    skipBlanks(line, this.#dialect);
    const start = line.position;
    if (kind === "HELP") family.help = unescapeText(line, start, line.rest(), this.#dialect, "\\n");
    else
      family.type =
        types.get(line.rest().toLowerCase()) ?? line.fail(`a type is one of ${[...types.keys()].join(", ")}`, start);
  }

  #readSample(line: Line): void {
    const { name, labels } = readSeriesName(line, this.#dialect);
    const family = this.#familyOf(name, line);
    const { type } = family;
    const suffix = name.slice(family.name.length);
    const { textSuffixes } = metricTypes[type];
    if (!textSuffixes.includes(suffix)) line.fail(`a ${type}'s samples end in ${textSuffixes.join(", ")}`, 0);
    const label = memberLabel(type, suffix, family.name);
    const member = label === undefined ? undefined : labels.get(label);
    if (label !== undefined && member === undefined) line.fail(`this sample of a ${type} has a label "${label}"`, 0);
    skipBlanks(line, this.#dialect);
    const value = readNumber(line, "a sample");
    const timestamp = line.atEnd ? undefined : this.#readTimestamp(line);
    const others = new Map([...labels].filter(([other]) => other !== label));
    family.points.add({ suffix, labels: others, member, value, timestamp, exemplar: undefined, line });
  }

  #readTimestamp(line: Line): number {
    skipBlanks(line, this.#dialect);
    const timestamp = readMilliseconds(line);
    if (!line.atEnd) line.fail("nothing follows the timestamp");
    return timestamp;
  }

  /** The family to which a name belongs: its own, or the histogram or summary of which it names a part. */
  #familyOf(name: string, line: Line): FamilyDraft {
    const family = this.#families.get(name) ?? this.#wholeOf(name);
    if (family === undefined) {
      this.#current = new FamilyDraft(name, line, false);
      this.#families.set(name, this.#current);
      return this.#current;
    }
    if (family !== this.#current) line.fail(`the lines of the family ${family.name} stand together`, 0);
    return family;
  }

  #wholeOf(name: string): FamilyDraft | undefined {
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
