import { memberKey, type Point, type Sample } from "../text/sample.js";

/** The points of a family: gathers samples into series, and refuses duplicates and samples out of order. */
export class Points {
  readonly #openMetrics: boolean;
  readonly #latest = new Map<string, Point>();
  readonly #points: Point[] = [];

  /**
   * @param openMetrics - whether a series' samples must stand together and may follow one another in time; the text
   * formats allow one point of a series, in any order
   */
  constructor(openMetrics: boolean) {
    this.#openMetrics = openMetrics;
  }

  /** In the order in which they began. */
  get all(): readonly Point[] {
    return this.#points;
  }

  /** Adds a sample to its point. */
  add(sample: Sample): void {
    const key = seriesKey(sample.labels);
    const point = this.#latest.get(key);
    if (point !== undefined && !this.#beginsAnother(point, sample)) {
      point.samples.push(sample);
      point.members.add(memberKey(sample));
      return;
    }
    const { labels, timestamp } = sample;
    const begun = { labels, timestamp, samples: [sample], members: new Set([memberKey(sample)]) };
    this.#latest.set(key, begun);
    this.#points.push(begun);
  }

  #beginsAnother(point: Point, sample: Sample): boolean {
    const { line, timestamp } = sample;
    const isRepeated = point.members.has(memberKey(sample));
    if (!this.#openMetrics) {
      if (isRepeated) line.fail("a series occurs once in a body", 0);
      if (timestamp !== point.timestamp) line.fail("the samples of one series have the same timestamp", 0);
      return false;
    }
    if (point !== this.#points.at(-1)) line.fail("the samples of one series stand together", 0);
    if (timestamp === undefined && point.timestamp === undefined) {
      if (isRepeated) line.fail("a series without timestamps occurs once in a body", 0);
      return false;
    }
    if (timestamp === undefined || point.timestamp === undefined) {
      return line.fail("either all samples of a series have a timestamp or none", 0);
    }
    if (timestamp < point.timestamp) line.fail("the timestamps of a series do not go backwards", 0);
    return timestamp > point.timestamp || isRepeated;
  }
}

/** Equal for equal label sets, whatever their order; an empty value means that the label is absent. */
export function seriesKey(labels: Iterable<readonly [string, string]>): string {
  const present = [...labels].filter(([, value]) => value !== "");
  return JSON.stringify(present.sort(([a], [b]) => (a < b ? -1 : 1)));
}
