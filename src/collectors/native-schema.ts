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
  readonly #perOctave: number;
  /** How often neighbouring powers of two are merged in pairs: `-schema` where that is negative. */
  readonly #halvings: number;
  /** The bounds from 1 to 2, each as the 52 bits of its fraction; the last is 2. */
  readonly #fractions: readonly number[];
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
    this.#perOctave = 2 ** bits;
    this.#halvings = Math.max(-schema, 0);
    this.#fractions = [...octave(bits), 2].map((bound) => (bound - 1) * 2 ** 52);
    for (let slot = 0; slot < slots; slot++) {
      this.#candidates[slot] = this.#fractions.findIndex((fraction) => fraction >= (slot / slots) * 2 ** 52);
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
    if (magnitude > Number.MAX_VALUE) return this.indexOf(Number.MAX_VALUE) + 1;
    // Subnormal numbers are brought into the range where the leading 1 is not written.
    const subnormal = magnitude < 2 ** -1022;
    double[0] = subnormal ? magnitude * 2 ** 52 : magnitude;
    const top = words[high] as number;
    const exponent = (top >>> 20) - (subnormal ? 1075 : 1023);
    const leading = top & 0xfffff;
    const fraction = leading * 2 ** 32 + (words[low] as number);
    let bound = this.#candidates[leading >>> slotShift] as number;
    if (fraction > (this.#fractions[bound] as number)) bound++;
    return halvedIndex(exponent * this.#perOctave + bound, this.#halvings);
  }

  /** The inclusive upper bound of a bucket: the largest number for the last finite one, `Infinity` for the overflow bucket. */
  upperBound(index: number): number {
    const fine = index * 2 ** this.#halvings;
    const exponent = Math.floor(fine / this.#perOctave);
    const fraction = this.#fractions[fine - exponent * this.#perOctave] as number;
    if (exponent === 1024 && fraction === 0) return Number.MAX_VALUE;
    return (1 + fraction / 2 ** 52) * 2 ** exponent;
  }
}

/**
 * The bucket that holds a bucket once the resolution is halved.
 *
 * @param index - the bucket before
 * @param times - how often to halve
 */
export function halvedIndex(index: number, times = 1): number {
  return (index + (1 << times) - 1) >> times;
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
