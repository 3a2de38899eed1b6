import type { SeriesPageView } from "../../model/families/collector-series.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { ByteWriter } from "../bytes/byte-writer.js";
import { digits, putDigits } from "../bytes/number-bytes.js";
import { COPY_PADDING, type PaddedBytes } from "../bytes/padded-bytes.js";
import { PageKeeper } from "../bytes/page-cache.js";
import type { PageOfSeries } from "../small-page.js";
import type { CollectorEncoder } from "./live-series.js";
import type { TextOptions } from "./metric-lines.js";
import type { TextSyntax } from "./syntax.js";

const NEWLINE = 10;
const SPACE = 32;

/** The maximum size of a value. */
const VALUE_ROOM = 24;

/** The number of bytes by which each value may grow before the text needs other memory. */
const SLACK = 8;

/** The maximum length of the text. */
const MAX_LENGTH = 8192;

const draft = new ByteWriter(1024, Number.POSITIVE_INFINITY);

/** What determines the text of a family, apart from its values. */
interface Subject {
  readonly family: MetricFamily;
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly unit: string | undefined;
  readonly scheme: string;
  readonly created: boolean;
  readonly version: number;
  /** The text, once the same family has been scraped twice. */
  image: FamilyImage | undefined;
}

const subjects = new Map<TextSyntax, PageKeeper<Subject>>();

/**
 * Writes a small family like the scrape before, with its current values.
 *
 * @returns whether the family is that of the scrape before, with the same series
 */
export function writeAgain(
  writer: ByteWriter,
  family: MetricFamily,
  { series, page }: PageOfSeries,
  { syntax, scheme, created }: TextOptions,
): boolean {
  const subject = subjects.get(syntax)?.get(page);
  const image = subject?.image;
  if (image === undefined || subject === undefined || !isOf(subject, family, page)) return false;
  if (subject.scheme !== scheme || subject.created !== created || !series.isFull(page) || page.hasDetails) return false;
  image.update(page.values);
  writer.padded(image);
  return true;
}

/**
 * Keeps the text of a small family for {@link writeAgain}, if its series have one line each and this is not the first
 * scrape.
 *
 * @param from - the positions at which the family and its series begin
 */
export function keepImage(
  writer: ByteWriter,
  family: MetricFamily,
  { series, page }: PageOfSeries,
  { singleLine, scheme, created }: CollectorEncoder,
  { syntax }: TextOptions,
  from: { readonly start: number; readonly lines: number },
): void {
  const length = writer.at - from.start;
  if (singleLine === undefined || length > MAX_LENGTH) return;
  if (!series.isFull(page) || page.hasDetails) return;
  const keeper = subjects.get(syntax) ?? new PageKeeper<Subject>();
  subjects.set(syntax, keeper);
  const former = keeper.get(page);
  if (former !== undefined && isOf(former, family, page) && former.scheme === scheme && former.created === created) {
    former.image = new FamilyImage(page, writer.written.subarray(from.start), from.lines - from.start);
    return;
  }
  const { name, help, type, unit } = family;
  keeper.set(page, { family, name, help, type, unit, scheme, created, version: page.version, image: undefined });
}

function isOf(subject: Subject, family: MetricFamily, { version }: SeriesPageView): boolean {
  return (
    subject.family === family &&
    subject.version === version &&
    subject.name === family.name &&
    subject.help === family.help &&
    subject.type === family.type &&
    subject.unit === family.unit
  );
}

/**
 * The text of a small family as the latest scrape wrote it. The next one writes only the values that have changed, which
 * most often have as many digits as before, and copies the whole.
 */
class FamilyImage implements PaddedBytes {
  bytes: DataView;
  readonly start = 0;
  end: number;
  /** The positions of the values. */
  readonly #starts: Uint16Array;
  readonly #ends: Uint16Array;
  readonly #values: Float64Array;

  /**
   * @param page - the only page of the family, whose slots are all shown
   * @param text - the text, which is copied
   * @param lines - the position of the first line of a series
   */
  constructor({ used, values }: SeriesPageView, text: Uint8Array, lines: number) {
    this.bytes = copyOf(text, used);
    this.end = text.length;
    this.#starts = new Uint16Array(used);
    this.#ends = new Uint16Array(used);
    this.#values = values.slice(0, used);
    let line = 0;
    let start = 0;
    for (let at = lines; at < text.length; at++) {
      const byte = text[at];
      if (byte === SPACE) start = at + 1;
      else if (byte === NEWLINE) {
        this.#starts[line] = start;
        this.#ends[line++] = at;
      }
    }
  }

  /** Writes the current values of the page into the text. */
  update(values: Float64Array): void {
    const known = this.#values;
    for (let i = 0; i < known.length; i++) {
      const value = values[i] as number;
      if (value === known[i] && (value !== 0 || Object.is(value, known[i]))) continue;
      const whole = value | 0;
      const start = this.#starts[i] as number;
      if (whole !== value || whole <= 0 || digits(whole) !== (this.#ends[i] as number) - start) {
        this.#rewrite(values);
        return;
      }
      putDigits(this.bytes, start, whole);
      known[i] = value;
    }
  }

  /** Writes all values, with the text between them. */
  #rewrite(values: Float64Array): void {
    const starts = this.#starts;
    const ends = this.#ends;
    draft.at = 0;
    draft.reserve(this.end + starts.length * VALUE_ROOM);
    let from = 0;
    for (let i = 0; i < starts.length; i++) {
      draft.range(this.bytes, from, starts[i] as number);
      from = ends[i] as number;
      starts[i] = draft.at;
      draft.value(values[i] as number);
      ends[i] = draft.at;
      this.#values[i] = values[i] as number;
    }
    draft.range(this.bytes, from, this.end);
    const { written } = draft;
    this.end = written.length;
    if (this.bytes.byteLength < written.length + COPY_PADDING) this.bytes = copyOf(written, starts.length);
    else new Uint8Array(this.bytes.buffer).set(written);
  }
}

/** Returns a padded copy, with space for values that need more digits. */
function copyOf(text: Uint8Array, values: number): DataView {
  const copy = new Uint8Array(text.length + values * SLACK + COPY_PADDING);
  copy.set(text);
  return new DataView(copy.buffer);
}
