/** The coarsest resolution that native histograms know. */
const minSchema = -4;
/** The finest resolution that native histograms know. */
const maxSchema = 8;

/**
 * The fractions from 1 to 2 are looked up by their leading 9 bits: so many that in the finest schema, too, no two bounds
 * share a slot, and that in the usual ones few slots hold any, so that the comparison is nearly always foreseen.
 */
const slots = 512;
const slotShift = 11;

/** The upper words of the least number whose leading 1 is not written, and of Infinity. */
const leastNormal = 0x00100000;
const infinite = 0x7ff00000;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
// Which word of a double holds the exponent depends on the platform's byte order.
const high = words[1] === 0 ? 0 : 1;
const low = 1 - high;

const known: (NativeSchema | undefined)[] = [];

/**
 * The exponential bucket bounds of one resolution: bucket `i` holds what is above `2 ** ((i - 1) / 2 ** schema)` and at
 * most `2 ** (i / 2 ** schema)`.
 */
export class NativeSchema {
  /** From -4 to 8. */
  readonly schema: number;
  /** Buckets from one power of two to the next, before a negative schema merges them. */
  readonly #perOctave: number = 1;
  /** How often neighbouring powers of two are merged in pairs: `-schema` where that is negative. */
  readonly #halvings: number = 0;
  /** The bounds from 1 to 2, each as its fraction in units of 2 ** -20; the last is 2. */
  readonly #fractions: Float64Array;
  /** For the leading bits of a fraction the first bound that can be at or above it; the next one can be needed, no other. */
  readonly #candidates = new Uint16Array(slots);

  /**
   * The bounds of a schema, computed once.
   *
   * @param schema - from -4 to 8
   */
  static of(schema: number): NativeSchema {
    known[schema - minSchema] ??= new NativeSchema(schema);
    return known[schema - minSchema] as NativeSchema;
  }

  private constructor(schema: number) {
    const bits = Math.max(schema, 0);
    this.schema = schema;
    this.#perOctave = 1 << bits;
    this.#halvings = Math.max(-schema, 0);
    this.#fractions = Float64Array.from([...octave(bits), 2], (bound) => (bound - 1) * 2 ** 20);
    for (let slot = 0; slot < slots; slot++) {
      this.#candidates[slot] = this.#fractions.findIndex((fraction) => fraction >= (slot / slots) * 2 ** 20);
    }
  }

  /** Whether there is a coarser schema. */
  get canHalve(): boolean {
    return this.schema > minSchema;
  }

  /**
   * The bucket of a value.
   *
   * @param magnitude - above 0; `Infinity` goes to the overflow bucket, the one after the largest number's
   */
  indexOf(magnitude: number): number {
    double[0] = magnitude;
    const top = words[high] as number;
    if (top < leastNormal || top >= infinite) return this.#extremeIndexOf(magnitude);
    const leading = top & 0xfffff;
    const fraction = leading + (words[low] as number) / 2 ** 32;
    let bound = this.#candidates[leading >>> slotShift] as number;
    if (fraction > (this.#fractions[bound] as number)) bound++;
    return ((((top >>> 20) - 1023) * this.#perOctave + bound - 1) >> this.#halvings) + 1;
  }

  /** The bucket of what is written without a leading 1. */
  #extremeIndexOf(magnitude: number): number {
    if (magnitude > Number.MAX_VALUE) return this.indexOf(Number.MAX_VALUE) + 1;
    // Brought into the range of the others; 64 powers of two are whole buckets of each schema.
    return this.indexOf(magnitude * 2 ** 64) - 64 * 2 ** this.schema;
  }

  /** The inclusive upper bound of a bucket: the largest number for the last finite one, `Infinity` for the overflow bucket. */
  upperBound(index: number): number {
    const fine = index * 2 ** this.#halvings;
    const exponent = Math.floor(fine / this.#perOctave);
    const fraction = this.#fractions[fine - exponent * this.#perOctave] as number;
    if (exponent === 1024 && fraction === 0) return Number.MAX_VALUE;
    return (1 + fraction / 2 ** 20) * 2 ** exponent;
  }
}

/**
 * The bucket that holds a bucket once the resolution is halved.
 *
 * @param index - the bucket before
 */
export function halvedIndex(index: number): number {
  return ((index - 1) >> 1) + 1;
}

/**
 * The coarsest schema whose buckets grow by at most a factor, or the finest if none is fine enough.
 *
 * @param growthFactor - above 1
 */
export function schemaOf(growthFactor: number): number {
  let schema = minSchema;
  while (schema < maxSchema && 2 ** (2 ** -schema) > growthFactor) schema++;
  return schema;
}

/**
 * The bounds from 1 up to but without 2. They equal those of Prometheus to the last bit (which lie up to four units from
 * the nearest double), since a bound that it finds inside another of its buckets costs it precision: products of square
 * roots, the largest first, with the first root of 2 rounded down. Square roots are exact on every platform; powers are not.
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
