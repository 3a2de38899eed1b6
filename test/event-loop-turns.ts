/** Waits for a number of turns of the event loop. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Counts the turns of the event loop until a promise settles. */
export async function turnsUntil(settled: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  try {
    await settled;
  } finally {
    isDone = true;
  }
  return turns;
}

/** Counts the turns of the promise queue until a promise settles. */
export async function promiseTurnsUntil(settled: Promise<unknown>): Promise<number> {
  let isDone = false;
  const done = (): void => {
    isDone = true;
  };
  settled.then(done, done);
  let turns = 0;
  for (; !isDone; turns++) await undefined;
  return turns;
}
