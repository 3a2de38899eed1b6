import { expect, test } from "vitest";
import { ActiveResponses } from "../../../src/service/scrape/active-responses.js";

/** Waits until all pending promise callbacks have run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("idle resolves after the last response has left", async () => {
  const responses = new ActiveResponses();
  const [first, second] = [responses.enter(), responses.enter()];
  let isOver = false;
  const over = responses.idle().then(() => {
    isOver = true;
  });
  first[Symbol.dispose]();
  await settled();
  expect(isOver).toBe(false);
  second[Symbol.dispose]();
  await over;
});

test("idle waits for a response that enters before it resolves", async () => {
  const responses = new ActiveResponses();
  const first = responses.enter();
  let isOver = false;
  const over = responses.idle().then(() => {
    isOver = true;
  });
  first[Symbol.dispose]();
  const second = responses.enter();
  await settled();
  expect(isOver).toBe(false);
  second[Symbol.dispose]();
  await over;
});

test("idle resolves in the turn of the event loop in which the last response leaves", async () => {
  const responses = new ActiveResponses();
  const only = responses.enter();
  let isOver = false;
  const over = responses.idle().then(() => {
    isOver = true;
  });
  only[Symbol.dispose]();
  await settled();
  expect(isOver).toBe(true);
  await over;
});

test("idle resolves immediately without responses", async () => {
  await new ActiveResponses().idle();
});
