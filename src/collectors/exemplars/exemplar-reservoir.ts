import type { TimedExemplar } from "../../model/families/metric.js";

/** The maximum number of exemplars. More would make the message of a small histogram much larger. */
const capacity = 10;

/** The age in seconds from which an exemplar is evicted first. */
const staleSeconds = 300;

/**
 * The exemplars of a native histogram: a few, spread over the range of values. When the reservoir is full, a new
 * exemplar replaces a stale one, or the older of the two whose values are closest to each other.
 *
 * @internal
 */
export class ExemplarReservoir {
  /** By increasing value. */
  #exemplars: readonly TimedExemplar[] = [];

  /** The exemplars by increasing value. */
  get all(): readonly TimedExemplar[] {
    return this.#exemplars;
  }

  /** Whether no exemplar in the octave of a value is newer than `since`, in seconds since the Unix epoch. */
  accepts(value: number, since: number): boolean {
    const octave = octaveOf(value);
    return this.#exemplars.every((exemplar) => exemplar.timestamp <= since || octaveOf(exemplar.value) !== octave);
  }

  /** Adds an exemplar, and evicts one if there are too many. */
  add(exemplar: TimedExemplar): void {
    const exemplars = [...this.#exemplars, exemplar].sort((a, b) => a.value - b.value);
    if (exemplars.length > capacity) exemplars.splice(evictionIndex(exemplars, exemplar.timestamp), 1);
    this.#exemplars = exemplars;
  }
}

/** Returns the octave of a value: the exponent of its power of two, shifted above 0, with the sign of the value. */
export function octaveOf(value: number): number {
  return Math.floor(position(value));
}

/** Returns the position of a value on a scale on which all octaves are equally wide, from -Infinity to Infinity. */
function position(value: number): number {
  // The smallest number is 2 ** -1074.
  return value === 0 ? 0 : Math.sign(value) * (Math.log2(Math.min(Math.abs(value), Number.MAX_VALUE)) + 1075);
}

function evictionIndex(exemplars: readonly TimedExemplar[], now: number): number {
  const oldest = exemplars.reduce((found, { timestamp }, i) => (timestamp < timeOf(exemplars, found) ? i : found), 0);
  if (now - timeOf(exemplars, oldest) > staleSeconds) return oldest;
  const distances = exemplars
    .slice(1)
    .map(({ value }, i) => position(value) - position((exemplars[i] as TimedExemplar).value));
  const closest = distances.indexOf(Math.min(...distances));
  return timeOf(exemplars, closest) <= timeOf(exemplars, closest + 1) ? closest : closest + 1;
}

function timeOf(exemplars: readonly TimedExemplar[], index: number): number {
  return (exemplars[index] as TimedExemplar).timestamp;
}
