import {
  BehaviorSubject,
  catchError,
  defer,
  EMPTY,
  firstValueFrom,
  from,
  interval,
  lastValueFrom,
  map,
  merge,
  type Observable,
  of,
  ReplaySubject,
  range,
  retry,
  share,
  switchMap,
  take,
  throwError,
  timer,
  toArray,
} from "rxjs";
import { expect, test } from "vitest";
import { CountExceptions, InProgress, Timer } from "../../../src/index.js";
import { bindAlone, callSpecs } from "../bound-class.js";

const { seconds, running, failures } = callSpecs("rxjs");
const until = { until: "end" } as const;

class Source {
  @Timer(seconds, until)
  @InProgress(running, until)
  @CountExceptions(failures, until)
  give<T>(what: T): T {
    return what;
  }
}

function setUp() {
  const source = new Source();
  return { ...bindAlone(Source, [seconds, running, failures]), give: <T>(what: T) => source.give(what) };
}

const broken = () => throwError(() => new Error("broken"));

test("an observable is returned itself, and is measured while it is subscribed to", () => {
  using set = setUp();
  const subject = new BehaviorSubject(1);
  const observable = set.give(subject);
  expect(observable).toBe(subject);
  expect(set.read()).toEqual([0, 0, 0]);
  const seen: number[] = [];
  observable.subscribe((one) => seen.push(one));
  observable.next(2);
  expect([seen, set.read()]).toEqual([
    [1, 2],
    [0, 1, 0],
  ]);
  observable.complete();
  expect(set.read()).toEqual([1, 0, 0]);
});

test("operators work on a measured observable, and end its call early", async () => {
  using set = setUp();
  const endless = set.give(range(0, Number.POSITIVE_INFINITY)).pipe(
    map((one) => one * 2),
    take(3),
    toArray(),
  );
  expect(await firstValueFrom(endless)).toEqual([0, 2, 4]);
  expect(set.read()).toEqual([1, 0, 0]);
  const values = await lastValueFrom(
    timer(1).pipe(switchMap(() => merge(set.give(of(1)), set.give(of(2))).pipe(toArray()))),
  );
  expect(values).toEqual([1, 2]);
  expect(set.read()).toEqual([3, 0, 0]);
});

test("unsubscribing ends the call, also after operators", () => {
  using set = setUp();
  const endless = () => set.give(interval(1000));
  const observables: Observable<unknown>[] = [endless(), endless().pipe(map(String)), endless().pipe(share())];
  for (const observable of observables) {
    const subscription = observable.subscribe();
    expect(set.read()[1]).toBe(1);
    subscription.unsubscribe();
  }
  expect(set.read()).toEqual([3, 0, 0]);
});

test("a failure of an observable is counted once, wherever it is handled", async () => {
  using set = setUp();
  expect(await lastValueFrom(set.give(broken()).pipe(catchError(() => of("caught"))))).toBe("caught");
  await expect(lastValueFrom(set.give(broken()))).rejects.toThrow("broken");
  let attempts = 0;
  const flaky = defer(() => (attempts++ < 2 ? broken() : of("at last")));
  expect(await lastValueFrom(set.give(flaky).pipe(retry(3)))).toBe("at last");
  expect([attempts, set.read()]).toEqual([3, [3, 0, 3]]);
});

test("a measured observable works with subjects and with from()", async () => {
  using set = setUp();
  const subject = new ReplaySubject<number>();
  set.give(of(1, 2)).subscribe(subject);
  expect(await lastValueFrom(subject)).toBe(2);
  expect(await lastValueFrom(from(set.give(of(3))))).toBe(3);
  expect(set.read()).toEqual([2, 0, 0]);
});

test("an observable that many calls return ends all of them, and is then unchanged", () => {
  using set = setUp();
  const before = Reflect.ownKeys(EMPTY);
  for (let call = 0; call < 3; call++) set.give(EMPTY);
  EMPTY.subscribe();
  expect(set.read()).toEqual([3, 0, 0]);
  expect(Reflect.ownKeys(EMPTY)).toEqual(before);
});

test("a failure without a handler is reported, as it would be without measuring", async () => {
  using set = setUp();
  const listeners = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  const reported = new Promise((resolve) => process.once("uncaughtException", resolve));
  set.give(broken()).subscribe();
  expect(await reported).toEqual(new Error("broken"));
  for (const listener of listeners) process.on("uncaughtException", listener);
  expect(set.read()).toEqual([1, 0, 1]);
});
