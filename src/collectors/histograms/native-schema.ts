/** The coarsest resolution of native histograms. */
const minSchema = -4;
/** The finest resolution of native histograms. */
const maxSchema = 8;

/**
 * The size of the table in which the fractions from 1 to 2 are looked up by their leading 9 bits. With that many bits
 * no two bounds share an entry, even in the finest schema. In the usual schemas few entries contain a bound, so that
 * the branch after the lookup is nearly always predicted.
 */
const entries = 512;
const entryShift = 11;

/** The upper words of the smallest normal number, and of Infinity. */
const leastNormal = 0x00100000;
const infinite = 0x7ff00000;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
// The platform's byte order determines which word of a double holds the exponent.
const high = words[1] === 0 ? 0 : 1;
const low = 1 - high;

/** The schemas that were computed so far, from the coarsest. */
const computed: (NativeSchema | undefined)[] = [];

/**
 * The exponential bucket bounds of one resolution. Bucket `i` contains the values above `2 ** ((i - 1) / 2 ** schema)`
 * up to and including `2 ** (i / 2 ** schema)`.
 */
export class NativeSchema {
  /** The number of the schema, from -4 to 8. */
  readonly schema: number;
  /** The number of buckets from one power of two to the next, before a negative schema merges them. */
  readonly #perOctave: number = 1;
  /**
   * The number of times that neighbouring powers of two are merged in pairs: `-schema` for a negative schema, otherwise
   * 0.
   */
  readonly #halvings: number = 0;
  /** The fractions of the bounds from 1 to 2, in units of 2 ** -20. The last bound is 2. */
  readonly #fractions: Float64Array;
  /**
   * The first bound at or above the leading bits of a fraction. The bound of the whole fraction is this or the next
   * one.
   */
  readonly #candidates = new Uint16Array(entries);

  /**
   * Returns a schema, whose bounds are computed once.
   *
   * @param schema - from -4 to 8
   */
  static of(schema: number): NativeSchema {
    computed[schema - minSchema] ??= new NativeSchema(schema);
    return computed[schema - minSchema] as NativeSchema;
  }

  private constructor(schema: number) {
    const bits = Math.max(schema, 0);
    this.schema = schema;
    this.#perOctave = 1 << bits;
    this.#halvings = Math.max(-schema, 0);
    this.#fractions = Float64Array.from([...octave(bits), 2], (bound) => (bound - 1) * 2 ** 20);
    for (let entry = 0; entry < entries; entry++) {
      this.#candidates[entry] = this.#fractions.findIndex((fraction) => fraction >= (entry / entries) * 2 ** 20);
    }
  }

  /** Whether there is a coarser schema. */
  get canHalve(): boolean {
    return this.schema > minSchema;
  }

  /**
   * Returns the index of the bucket for a value.
   *
   * @param magnitude - the absolute value, above 0; `Infinity` falls into the overflow bucket, after that of the
   * largest number
   */
  indexOf(magnitude: number): number {
    double[0] = magnitude;
    const top = words[high] as number;
    if (top < leastNormal || top >= infinite) return this.#extremeIndexOf(magnitude);
    const leading = top & 0xfffff;
    const fraction = leading + (words[low] as number) / 2 ** 32;
    let bound = this.#candidates[leading >>> entryShift] as number;
    if (fraction > (this.#fractions[bound] as number)) bound++;
    return ((((top >>> 20) - 1023) * this.#perOctave + bound - 1) >> this.#halvings) + 1;
  }

  /** Returns the index of the bucket for Infinity or a subnormal number. */
  #extremeIndexOf(magnitude: number): number {
    if (magnitude > Number.MAX_VALUE) return this.indexOf(Number.MAX_VALUE) + 1;
    // Scales the number into the normal range. In each schema 64 powers of two are a whole number of buckets.
    return this.indexOf(magnitude * 2 ** 64) - 64 * 2 ** this.schema;
  }

  /**
   * Returns the inclusive upper bound of a bucket. That of the last finite one is the largest number, then `Infinity`. A
   * bound between two subnormal numbers is rounded down, to the largest number in the bucket.
   */
  upperBound(index: number): number {
    const fine = index * 2 ** this.#halvings;
    const exponent = Math.floor(fine / this.#perOctave);
    const fraction = this.#fractions[fine - exponent * this.#perOctave] as number;
    if (exponent === 1024 && fraction === 0) return Number.MAX_VALUE;
    const bound = 1 + fraction / 2 ** 20;
    if (exponent < -1022) return Math.floor(bound * 2 ** (exponent + 1074)) * Number.MIN_VALUE;
    return bound * 2 ** exponent;
  }
}

/**
 * Returns the index of the bucket that contains a bucket after the resolution is halved.
 *
 * @param index - the index of the bucket before
 */
export function halvedIndex(index: number): number {
  return ((index - 1) >> 1) + 1;
}

/**
 * Returns the coarsest schema whose buckets grow by at most a factor, or the finest if none is fine enough.
 *
 * @param growthFactor - above 1
 */
export function schemaOf(growthFactor: number): number {
  let schema = minSchema;
  while (schema < maxSchema && 2 ** (2 ** -schema) > growthFactor) schema++;
  return schema;
}

/**
 * Returns the bounds from 1 to 2, without 2. They equal those of Prometheus to the last bit, which differ from the
 * nearest double by up to four units in the last place: a bound inside a bucket of Prometheus would cost precision
 * there. So they are products of square roots, the largest first, with the first root of 2 rounded down. Square roots
 * are exact on every platform, powers are not.
 */
function octave(schema: number): number[] {
  let bounds = [1];
  let root = 2 / Math.SQRT2;
  for (let s = 1; s <= schema; s++) {
    const step = root;
    bounds = bounds.flatMap((bound) => [bound, bound * step]);
    root = Math.sqrt(root);
  }
  return bounds;
}
