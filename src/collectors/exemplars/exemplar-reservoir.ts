import type { Exemplar } from "../../model/metric.js";

/** More would make a message of some buckets much larger. */
const limit = 10;
/** An exemplar of this age in seconds is the first to go. */
const staleSeconds = 300;

/**
 * The exemplars of a native histogram: a few, spread over the values. One too many takes the place of a stale one, or of the
 * older one of the two that lie closest to each other.
 *
 * @internal
 */
export class ExemplarReservoir {
  /** By increasing value. */
  #kept: readonly Exemplar[] = [];

  /** All of them. */
  get all(): readonly Exemplar[] {
    return this.#kept;
  }

  /** Whether none of those in a value's octave is younger than `since`, in seconds since the Unix epoch. */
  hasRoom(value: number, since: number): boolean {
    const octave = octaveOf(value);
    return this.#kept.every((kept) => kept.timestamp <= since || octaveOf(kept.value) !== octave);
  }

  /** Adds one. */
  add(exemplar: Exemplar): void {
    const kept = [...this.#kept, exemplar].sort((a, b) => a.value - b.value);
    if (kept.length > limit) kept.splice(evictionIndex(kept, exemplar.timestamp), 1);
    this.#kept = kept;
  }
}

/** The power of two at or below a value's magnitude, with its sign: what is near to each other shares it. */
export function octaveOf(value: number): number {
  return Math.floor(position(value));
}

/** Where a value lies on a scale on which all octaves are equally wide, from that of -Infinity to that of Infinity. */
function position(value: number): number {
  // The smallest number is 2 ** -1074.
  return value === 0 ? 0 : Math.sign(value) * (Math.log2(Math.min(Math.abs(value), Number.MAX_VALUE)) + 1075);
}

function evictionIndex(kept: readonly Exemplar[], now: number): number {
  const oldest = kept.reduce((found, { timestamp }, i) => (timestamp < timeOf(kept, found) ? i : found), 0);
  if (now - timeOf(kept, oldest) > staleSeconds) return oldest;
  const distances = kept.slice(1).map(({ value }, i) => position(value) - position((kept[i] as Exemplar).value));
  const closest = distances.indexOf(Math.min(...distances));
  return timeOf(kept, closest) <= timeOf(kept, closest + 1) ? closest : closest + 1;
}

function timeOf(kept: readonly Exemplar[], index: number): number {
  return (kept[index] as Exemplar).timestamp;
}
