import Bluebird from "bluebird";
import { describe, expect, test } from "vitest";
import { measured } from "./measured.js";

describe("a thenable that is measured until it settles", () => {
  test("passes its error on to a then without a handler of errors", async () => {
    const { give, read } = measured("end");
    const given = give(Bluebird.reject(new RangeError("broken")));
    await expect(given.then(() => "done")).rejects.toThrow(new RangeError("broken"));
    expect(read()).toEqual([1, 0, 1]);
  });

  test("whose then throws is in progress no longer", () => {
    const { give, read } = measured("end");
    const broken = give({
      // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
      then(): void {
        throw new Error("broken");
      },
    });
    expect(() => broken.then()).toThrow("broken");
    expect(read()).toEqual([1, 0, 1]);
  });

  test("ends its call even if nothing waits for the result of catch", async () => {
    const { give, read } = measured("end");
    const given = give(Bluebird.resolve(1));
    void given.catch(() => {});
    await given;
    expect(read()).toEqual([1, 0, 0]);
  });

  test("passes its error on through a catch without a handler", async () => {
    const { give, read } = measured("end");
    const given = give(Bluebird.reject(new RangeError("broken"))) as unknown as Promise<unknown>;
    await expect(Promise.resolve(given.catch())).rejects.toThrow(new RangeError("broken"));
    expect(read()).toEqual([1, 0, 1]);
  });

  test.each([new RangeError("broken"), new TypeError("broken")])(
    "handles %o by a catch with two filters, as a failure",
    async (error) => {
      const { give, read } = measured("end");
      const given = give(Bluebird.reject(error));
      expect(await given.catch(RangeError, TypeError, ({ message }: Error) => message)).toBe("broken");
      expect(read()).toEqual([1, 0, 1]);
    },
  );

  test("passes on an error that no filter of a catch selects", async () => {
    const { give, read } = measured("end");
    const given = give(Bluebird.reject(new Error("broken")));
    await expect(Promise.resolve(given.catch(RangeError, TypeError, () => "handled"))).rejects.toThrow("broken");
    expect(read()).toEqual([1, 0, 1]);
  });

  test("may be an observable, whose subscription is then the call", () => {
    const { give, read } = measured("end");
    const given = give({
      // biome-ignore lint/suspicious/noThenProperty: the test needs a thenable
      then() {},
      subscribe: () => ({ unsubscribe() {} }),
      pipe() {},
      forEach() {},
    });
    const subscription = given.subscribe();
    expect(read()).toEqual([0, 1, 0]);
    subscription.unsubscribe();
    expect(read()).toEqual([1, 0, 0]);
  });
});

test("an object whose `then` is no function is no thenable", () => {
  const { give, read } = measured();
  // biome-ignore lint/suspicious/noThenProperty: the test needs an object like a thenable
  give({ then: "later" });
  expect(read()).toEqual([1, 0, 0]);
});
