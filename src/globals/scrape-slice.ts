import { nextTurn } from "../platform/timers.js";
import { systemClock } from "./clock.js";

/**
 * The time in milliseconds for which scrapes may block the event loop in one turn. All running scrapes share it. Twice
 * as much makes scrapes 2 % faster, and the slowest requests of the application 0.5 to 1 ms slower.
 */
const SLICE_MS = 0.5;

/** The number of series that are processed between two points at which a scrape may pause. */
export const SERIES_PER_STEP = 64;

let running = 0;
let began = 0;
let turn: Promise<void> | undefined;

/** The time slice of a scrape. All running scrapes share one slice, so that many of them do not add up to a stall. */
export class Slice {
  constructor() {
    if (running++ === 0) began = systemClock.monotonic();
  }

  /**
   * Whether the slice is used up, or the clock was set back. Check it once per piece of work, and do not wait for it to
   * become `false`: a clock may advance by a large step at each reading.
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

  /** Ends the scrape. */
  end(): void {
    running--;
  }
}
