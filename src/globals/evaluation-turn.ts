import { setImmediate as nodeSetImmediate } from "node:timers";
import { processGlobal } from "./process-global.js";

const turn = processGlobal("narthex.turn", () => ({ current: 0, isOver: true, evaluations: 0 }));

// Test runners temporarily replace it, also in `node:timers`, and may never run its callbacks. So this is the original.
const setImmediate = nodeSetImmediate;

/**
 * Returns the number of the current turn of the event loop. Only turns in which it is called are counted. Modules that
 * are loaded together are evaluated in one turn. A module that is evaluated again is evaluated in a later turn.
 *
 * @internal
 */
export function currentTurn(): number {
  if (turn.isOver) {
    turn.isOver = false;
    turn.current++;
    setImmediate(() => {
      turn.isOver = true;
    }).unref();
  }
  return turn.current;
}

/**
 * Returns the next number in the order in which classes are evaluated.
 *
 * @internal
 */
export function nextEvaluation(): number {
  return ++turn.evaluations;
}
