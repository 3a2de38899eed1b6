import { describe, expect, test } from "vitest";
import { type Comparer, PasswordChecks, type PasswordQuestion } from "../../../src/service/guard/password-checks.js";
import { turns } from "../../event-loop-turns.js";

/** A comparer that the test answers. */
class ControlledComparer implements Comparer {
  /** The passwords that were compared, in order. */
  readonly compared: string[] = [];
  #answer: { resolve(matches: boolean): void; reject(error: Error): void } | undefined;

  compare(password: string): Promise<boolean> {
    expect(this.#answer).toBeUndefined();
    this.compared.push(password);
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
    });
  }

  /** Answers the comparison that runs, and waits until the next one does. */
  async answer(matches: boolean | Error): Promise<void> {
    const answer = this.#answer;
    this.#answer = undefined;
    if (typeof matches === "boolean") answer?.resolve(matches);
    else answer?.reject(matches);
    await turns(1);
  }
}

/** A comparer that knows the right password. */
const right = "right";
class ImmediateComparer implements Comparer {
  readonly compared: string[] = [];
  async compare(password: string): Promise<boolean> {
    this.compared.push(password);
    return password === right;
  }
}

const question = (password: string, more: Partial<PasswordQuestion> = {}): PasswordQuestion => ({
  user: "alice",
  hash: "hash",
  origin: "192.0.2.1",
  isWanted: () => true,
  password,
  ...more,
});

describe("checks of passwords", () => {
  test("remember right and wrong passwords", async () => {
    const comparer = new ImmediateComparer();
    const checks = new PasswordChecks(comparer);
    expect([await checks.check(question(right)), await checks.check(question("x"))]).toEqual(["right", "wrong"]);
    expect([checks.check(question(right)), checks.check(question("x"))]).toEqual(["right", "wrong"]);
    expect(comparer.compared).toEqual([right, "x"]);
  });

  test("ask again for another user or another hash", async () => {
    const comparer = new ImmediateComparer();
    const checks = new PasswordChecks(comparer);
    await checks.check(question(right));
    expect(checks.check(question(right, { user: "bob" }))).toBeInstanceOf(Promise);
    expect(checks.check(question(right, { hash: "other" }))).toBeInstanceOf(Promise);
    // The parts of a key do not run into each other.
    expect(checks.check(question("rightha", { hash: "sh" }))).toBeInstanceOf(Promise);
  });

  test("run one at a time, and ask the same question once", async () => {
    const comparer = new ControlledComparer();
    const checks = new PasswordChecks(comparer);
    const results = ["a", "b", "a", "b", "a"].map((password) => checks.check(question(password)));
    expect(comparer.compared).toEqual(["a"]);
    await comparer.answer(true);
    expect(comparer.compared).toEqual(["a", "b"]);
    await comparer.answer(false);
    expect(await Promise.all(results)).toEqual(["right", "wrong", "right", "wrong", "right"]);
  });

  test("are bounded: more than 64 that wait are busy, and none of them is remembered as wrong", async () => {
    const comparer = new ControlledComparer();
    const checks = new PasswordChecks(comparer);
    const results = Array.from({ length: 66 }, (_, n) => checks.check(question(`${n}`)));
    expect(await results[65]).toBe("busy");
    for (let n = 0; n < 65; n++) await comparer.answer(false);
    expect(await Promise.all(results.slice(0, 65))).toEqual(Array(65).fill("wrong"));
    expect(checks.check(question("65"))).toBeInstanceOf(Promise);
  });

  test("let a client in turn while another floods them", async () => {
    const comparer = new ControlledComparer();
    const checks = new PasswordChecks(comparer);
    const flood = Array.from({ length: 65 }, (_, n) => checks.check(question(`${n}`, { origin: "198.51.100.7" })));
    const late = checks.check(question(right));
    // The newest of the flood gave way.
    expect(await flood[64]).toBe("busy");
    await comparer.answer(false);
    await comparer.answer(false);
    expect(comparer.compared.at(-1)).toBe(right);
    await comparer.answer(true);
    expect(await late).toBe("right");
  });

  test("do not compare a password that no one waits for any more", async () => {
    const comparer = new ControlledComparer();
    const checks = new PasswordChecks(comparer);
    let isWanted = true;
    const running = checks.check(question("running"));
    const left = checks.check(question("left", { isWanted: () => isWanted }));
    const shared = checks.check(question("shared", { isWanted: () => isWanted }));
    void checks.check(question("shared"));
    isWanted = false;
    await comparer.answer(false);
    expect([await running, await left]).toEqual(["wrong", "busy"]);
    expect(comparer.compared).toEqual(["running", "shared"]);
    await comparer.answer(false);
    expect(await shared).toBe("wrong");
  });

  test("compare again once after a failure, and go on with the next after two", async () => {
    const comparer = new ControlledComparer();
    const checks = new PasswordChecks(comparer);
    const first = checks.check(question("first"));
    await comparer.answer(new Error("ended"));
    await comparer.answer(true);
    expect(await first).toBe("right");
    const second = checks.check(question("second")) as Promise<unknown>;
    const third = checks.check(question("third"));
    const failure = second.catch((error: Error) => error.message);
    await comparer.answer(new Error("ended"));
    await comparer.answer(new Error("ended again"));
    expect(await failure).toBe("ended again");
    await comparer.answer(false);
    expect(await third).toBe("wrong");
    expect(comparer.compared).toEqual(["first", "first", "second", "second", "third"]);
    expect(checks.check(question("second"))).toBeInstanceOf(Promise);
  });

  test("forget wrong passwords before right ones", async () => {
    const comparer = new ImmediateComparer();
    const checks = new PasswordChecks(comparer);
    await checks.check(question(right));
    for (let n = 0; n < 101; n++) await checks.check(question(`${n}`));
    expect(checks.check(question(right))).toBe("right");
    expect(checks.check(question("100"))).toBe("wrong");
    expect(checks.check(question("0"))).toBeInstanceOf(Promise);
  });
});
