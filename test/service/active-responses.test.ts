import { expect, test } from "vitest";
import { ActiveResponses } from "../../src/service/scrape/active-responses.js";

/** Waits for as long as only promises are waited for. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("who waits for writers waits for the last one", async () => {
  const writers = new ActiveResponses();
  const [first, second] = [writers.enter(), writers.enter()];
  let isOver = false;
  const over = writers.idle().then(() => {
    isOver = true;
  });
  first[Symbol.dispose]();
  await settled();
  expect(isOver).toBe(false);
  second[Symbol.dispose]();
  await over;
});

test("who waits waits on when another one has entered before it could go", async () => {
  const writers = new ActiveResponses();
  const first = writers.enter();
  let isOver = false;
  const over = writers.idle().then(() => {
    isOver = true;
  });
  first[Symbol.dispose]();
  const second = writers.enter();
  await settled();
  expect(isOver).toBe(false);
  second[Symbol.dispose]();
  await over;
});

test("without writers nobody waits", async () => {
  await new ActiveResponses().idle();
});
