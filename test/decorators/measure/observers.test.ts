import { describe, expect, test } from "vitest";
import { measured } from "./measured.js";

interface Observer {
  start?(subscription: object): void;
  next?(value: number): void;
  error?(reason: unknown): void;
  complete?(): void;
}

/** An observable whose source receives the arguments of `subscribe`. */
const observable = (source: (...args: never[]) => unknown) => ({
  subscribe: source as (...args: unknown[]) => unknown,
  "@@observable"() {
    return this;
  },
});

describe("a measured observable", () => {
  test("may be subscribed to with null", () => {
    const { give, read } = measured("end");
    give(observable((observer: Observer) => observer.complete?.())).subscribe(null);
    expect(read()).toEqual([1, 0, 0]);
  });

  test("receives an argument that is no observer unchanged", () => {
    const { give } = measured("end");
    const received: unknown[] = [];
    give(observable((...args) => void received.push(...args))).subscribe("topic", 1);
    expect(received).toEqual(["topic", 1]);
  });

  test("calls the start method of an observer", () => {
    const { give } = measured("end");
    const started: unknown[] = [];
    const subscription = {};
    give(observable((observer: Observer) => observer.start?.(subscription))).subscribe({
      start: (one: object) => started.push(one),
    });
    expect(started).toEqual([subscription]);
  });

  test("finds no start method in an observer without one", () => {
    const { give } = measured("end");
    const found: boolean[] = [];
    give(observable((observer: Observer) => found.push("start" in observer))).subscribe({ next() {} });
    expect(found).toEqual([false]);
  });

  test("does not call a start method that the observer no longer has", () => {
    const { give } = measured("end");
    let begin: () => void = () => {};
    const observer: Observer = { start: () => {} };
    give(
      observable((one: Observer) => {
        begin = () => one.start?.({});
      }),
    ).subscribe(observer);
    delete observer.start;
    expect(begin).not.toThrow();
  });

  test("receives handlers with the names and lengths of the given ones", () => {
    const { give } = measured("end");
    const received: string[] = [];
    const source = (...handlers: ((...args: never[]) => unknown)[]) =>
      received.push(...handlers.map(({ name, length }) => `${name} ${length}`));
    give(observable(source)).subscribe(
      function onNext(_: unknown) {},
      function onError(_: unknown) {},
      function onComplete(_one: unknown, _two: unknown) {},
    );
    expect(received).toEqual(["onNext 1", "onError 1", "onComplete 2"]);
  });
});
