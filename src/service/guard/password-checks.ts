import { BcryptWorker } from "./bcrypt-worker.js";
import { BoundedSet } from "./bounded-set.js";
import { FairQueue } from "./fair-queue.js";
import { keyedDigest } from "./keyed-digest.js";

/** The result of a check: `busy` if too many others wait, so that the password was not checked. */
export type PasswordResult = "right" | "wrong" | "busy";

/** A password to check. */
export interface PasswordQuestion {
  readonly user: string;
  readonly password: string;
  readonly hash: string;
  /** The address of the client. The clients take turns. */
  readonly origin: string;
  /** Whether anyone still waits for the answer. */
  isWanted(): boolean;
}

/** The part of {@link BcryptWorker} that is needed. */
export type Comparer = Pick<BcryptWorker, "compare">;

/** A check that waits or runs, for one or more requests with the same question. */
interface Check {
  readonly key: string;
  readonly questions: PasswordQuestion[];
  readonly result: Promise<PasswordResult>;
  resolve(result: PasswordResult): void;
  reject(error: unknown): void;
}

/**
 * Largest number of checks that wait. At a cost of 10, the last one waits for about five seconds, half the time in which
 * a scrape times out.
 */
const MAX_WAITING = 64;

/** Largest numbers of remembered answers. Wrong passwords are remembered apart, so that many displace no right one. */
const MAX_RIGHT = 1000;
const MAX_WRONG = 100;

/**
 * Checks passwords, one after another, and remembers the answers. The key of an answer is a keyed digest of user,
 * password and hash: an answer is true for ever, and another hash is another question.
 */
export class PasswordChecks {
  readonly #comparer: Comparer;
  readonly #right = new BoundedSet(MAX_RIGHT);
  readonly #wrong = new BoundedSet(MAX_WRONG);
  readonly #waiting = new FairQueue<Check>(MAX_WAITING);
  /** The checks that wait or run, by key. */
  readonly #open = new Map<string, Check>();
  #isRunning = false;

  /** @param comparer - compares one password at a time */
  constructor(comparer: Comparer = new BcryptWorker()) {
    this.#comparer = comparer;
  }

  /**
   * Checks a password. The result is no promise if it is remembered.
   *
   * @throws {Error} if the comparison fails twice
   */
  check(question: PasswordQuestion): PasswordResult | Promise<PasswordResult> {
    const key = keyedDigest(question.user, question.password, question.hash).toString("latin1");
    if (this.#right.has(key)) return "right";
    if (this.#wrong.has(key)) return "wrong";
    const same = this.#open.get(key);
    if (same !== undefined) {
      same.questions.push(question);
      return same.result;
    }
    const check = newCheck(key, question);
    this.#open.set(key, check);
    const dropped = this.#waiting.add(question.origin, check);
    if (dropped !== undefined) {
      this.#open.delete(dropped.key);
      dropped.resolve("busy");
    }
    if (!this.#isRunning) void this.#run();
    return check.result;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let check = this.#waiting.take(); check !== undefined; check = this.#waiting.take()) {
      const { key, questions } = check;
      const question = questions.find((one) => one.isWanted());
      try {
        check.resolve(question === undefined ? "busy" : await this.#answer(key, question));
      } catch (error) {
        check.reject(error);
      }
      this.#open.delete(key);
    }
    this.#isRunning = false;
  }

  async #answer(key: string, { password, hash }: PasswordQuestion): Promise<PasswordResult> {
    const compare = (): Promise<boolean> => this.#comparer.compare(password, hash);
    // The second time in another thread, because the first one ended.
    const matches = await compare().catch(compare);
    (matches ? this.#right : this.#wrong).add(key);
    return matches ? "right" : "wrong";
  }
}

let shared: PasswordChecks | undefined;

/** Returns the checks of all guards, which share one thread. */
export function sharedPasswordChecks(): PasswordChecks {
  shared ??= new PasswordChecks();
  return shared;
}

function newCheck(key: string, question: PasswordQuestion): Check {
  let functions: Pick<Check, "resolve" | "reject"> | undefined;
  const result = new Promise<PasswordResult>((resolve, reject) => {
    functions = { resolve, reject };
  });
  return { key, questions: [question], result, ...(functions as Pick<Check, "resolve" | "reject">) };
}
