import { SERIES_PER_STEP } from "../../globals/scrape-slice.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { type ByteWriter, VALUE_ROOM } from "../bytes/byte-writer.js";
import { FamilyImage } from "../bytes/family-image.js";
import { digits, putDigits } from "../bytes/number-bytes.js";
import { PageKeeper } from "../bytes/page-cache.js";
import type { PageOfSeries } from "../small-page.js";
import { formatLabels, labelFormatOf, writeLabels } from "./labels.js";
import type { TextOptions } from "./metric-lines.js";
import { lineFrame } from "./sample-lines.js";
import type { TextSyntax } from "./syntax.js";

const NEWLINE = 10;

/** The number of bytes by which each value may grow before the family needs other memory. */
const SLACK = 8;

/** The facts of an image about each series: its value, and the positions at which the value starts and ends. */
const FACT_SIZE = 16;
const START = 8;
const END = 12;

const images = new Map<TextSyntax, PageKeeper<FamilyImage>>();

/** The positions at which each value of the last family starts and ends. */
const starts = new Uint32Array(SERIES_PER_STEP);
const ends = new Uint32Array(SERIES_PER_STEP);

/**
 * Writes a small family whose series have one line each: first line by line, later as a copy with the current values,
 * which most often have as many digits as before.
 *
 * @param name - the escaped family name
 * @returns whether it is such a family
 */
export function writeValueFamily(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  small: PageOfSeries,
  options: TextOptions,
): boolean {
  if (!hasSingleLines(family, small, options)) return false;
  const { page } = small;
  const { syntax, scheme } = options;
  const keeper = keeperOf(syntax);
  const image = keeper.get(page);
  const isCurrent = image?.isOf(family, small, scheme) === true;
  if (isCurrent && update(image, page.values, page.used)) {
    writer.padded(image);
    return true;
  }
  const from = writer.at;
  if (isCurrent) writeAgain(writer, image, page.values, page.used);
  else writeLines(writer, family, name, small, options);
  keeper.set(page, kept(writer, from, family, small, scheme, isCurrent ? image : undefined));
  return true;
}

/** Whether each series of a family has one line, and all series of its page are shown. */
function hasSingleLines(
  { type }: MetricFamily,
  { series, page }: PageOfSeries,
  { syntax, created }: TextOptions,
): boolean {
  if ((type !== "counter" && type !== "gauge") || (created && syntax.created)) return false;
  // A series that lacks all of its labels has no braces.
  return series.isFull(page) && !page.hasDetails && !series.layout.optionalLabels?.size;
}

function keeperOf(syntax: TextSyntax): PageKeeper<FamilyImage> {
  let keeper = images.get(syntax);
  if (keeper === undefined) {
    keeper = new PageKeeper();
    images.set(syntax, keeper);
  }
  return keeper;
}

function writeLines(
  writer: ByteWriter,
  family: MetricFamily,
  name: string,
  { series, page }: PageOfSeries,
  { syntax, scheme }: TextOptions,
): void {
  const { constLabels, labelNames } = series.layout;
  const format = labelFormatOf(labelNames, undefined, scheme);
  const { head, tail } = lineFrame(name, formatLabels(constLabels, scheme), labelNames.length > 0);
  writer.text(syntax.metadata(family, name));
  const first = writer.at;
  writer.text(head);
  const last = writer.at;
  for (let i = 0; i < page.used; i++) {
    if (i > 0) writer.again(first, last);
    writeLabels(writer, page, i, format);
    writer.padded(tail);
    writeValue(writer, i, page.values[i] as number);
    writer.byte(NEWLINE);
  }
}

/** Writes an image with the current values, some of which have another number of digits. */
function writeAgain(
  writer: ByteWriter,
  { bytes, facts, start, end }: FamilyImage,
  values: Float64Array,
  used: number,
): void {
  writer.reserve(end - start + used * VALUE_ROOM);
  let at = start;
  for (let i = 0; i < used; i++) {
    const fact = facts + i * FACT_SIZE;
    writer.range(bytes, at, start + bytes.getUint32(fact + START));
    at = start + bytes.getUint32(fact + END);
    writeValue(writer, i, values[i] as number);
  }
  writer.range(bytes, at, end);
}

function writeValue(writer: ByteWriter, i: number, value: number): void {
  writer.reserve(VALUE_ROOM);
  starts[i] = writer.at;
  writer.value(value);
  ends[i] = writer.at;
}

/** Returns an image of what was written from a position on: the former one if it has space for it. */
function kept(
  writer: ByteWriter,
  from: number,
  family: MetricFamily,
  small: PageOfSeries,
  scheme: TextOptions["scheme"],
  former: FamilyImage | undefined,
): FamilyImage {
  const { used, values } = small.page;
  const image = former?.replace(writer, from)
    ? former
    : new FamilyImage(family, small, scheme, writer, from, used * FACT_SIZE, used * SLACK);
  const { bytes, facts } = image;
  for (let i = 0; i < used; i++) {
    const fact = facts + i * FACT_SIZE;
    bytes.setFloat64(fact, values[i] as number);
    bytes.setUint32(fact + START, (starts[i] as number) - from);
    bytes.setUint32(fact + END, (ends[i] as number) - from);
  }
  return image;
}

/** Writes the current values into an image, and returns whether they have as many digits as before. */
function update({ bytes, facts, start }: FamilyImage, values: Float64Array, used: number): boolean {
  for (let i = 0; i < used; i++) {
    const value = values[i] as number;
    const fact = facts + i * FACT_SIZE;
    const known = bytes.getFloat64(fact);
    if (value === known && (value !== 0 || Object.is(value, known))) continue;
    const whole = value | 0;
    const at = bytes.getUint32(fact + START);
    if (whole !== value || whole <= 0 || digits(whole) !== bytes.getUint32(fact + END) - at) return false;
    putDigits(bytes, start + at, whole);
    bytes.setFloat64(fact, value);
  }
  return true;
}
