import { setImmediate as nodesOwn } from "node:timers";
import { processGlobal } from "./process-global.js";

const turn = processGlobal("narthex.turn", () => ({ current: 0, isOver: true, evaluations: 0 }));

// Test runners replace it for a while, in `node:timers` too, and what they have not run by then never runs.
const setImmediate = nodesOwn;

/**
 * Numbers the turns of the event loop in which it is called. Modules that are loaded together are evaluated in one turn; a
 * module that is evaluated again is so in a later one.
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
 * Numbers the classes in the order in which they are evaluated.
 *
 * @internal
 */
export function nextEvaluation(): number {
  return ++turn.evaluations;
}
