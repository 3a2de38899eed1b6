import { nextTurn } from "../platform/timers.js";
import { systemClock } from "./clock.js";

/**
 * How long scrapes may keep the event loop in one turn, in milliseconds: all that run share it. Twice as much makes
 * them a fiftieth faster, and the application's slowest requests half a millisecond to one slower.
 */
const SLICE_MS = 0.5;

/** The number of series that are processed between two points at which a scrape may pause. */
export const SERIES_PER_STEP = 64;

let running = 0;
let began = 0;
let turn: Promise<void> | undefined;

/** One scrape's part in the slices that all running scrapes share, so that many of them do not add up to a stall. */
export class Slice {
  constructor() {
    if (running++ === 0) began = systemClock.monotonic();
  }

  /**
   * Whether the event loop has waited long enough, or the clock does not say, since it was set back. Ask once for each
   * piece of work, not until it answers no: a clock may take a large step at each reading.
   */
  get isOver(): boolean {
    const elapsed = systemClock.monotonic() - began;
    return !(elapsed >= 0 && elapsed < SLICE_MS);
  }

  /** Waits for the next turn of the event loop. */
  next(): Promise<void> {
    turn ??= nextTurn().then(() => {
      turn = undefined;
      began = systemClock.monotonic();
    });
    return turn;
  }

  /** The scrape has ended. */
  end(): void {
    running--;
  }
}
