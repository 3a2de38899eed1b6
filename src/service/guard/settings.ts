import { timingSafeEqual } from "node:crypto";
import type { GuardOptions, RateLimit } from "../options/guard.js";
import { dummyHashLike } from "./bcrypt-hash.js";
import { requireBcrypt } from "./bcrypt-source.js";
import { keyedDigest } from "./keyed-digest.js";

const REALM = 'realm="metrics"';

/** The hash that a password is compared with. */
export interface PasswordHash {
  readonly hash: string;
  /** Whether the user exists. If not, the hash only takes the same time, and its password is unknown to anyone. */
  readonly isOfUser: boolean;
}

/** The settings of a guard. Secrets are in private fields, which no inspection shows. */
export class GuardSettings {
  /** The limit on the number of requests. */
  readonly rateLimit: RateLimit | undefined;
  /** The headers of every response. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The values of `WWW-Authenticate`. Without any, requests need no credentials. */
  readonly challenges: readonly string[];
  readonly #hashes: ReadonlyMap<string, string>;
  readonly #dummies: readonly string[];
  readonly #tokens: readonly Buffer[];

  /**
   * @param options - the options, already checked
   * @throws {Error} if there are passwords, and the process cannot check any
   */
  constructor({ basicAuthUsers = {}, bearerTokens = [], rateLimit, headers = {} }: GuardOptions) {
    this.rateLimit = rateLimit && { ...rateLimit };
    this.headers = Object.entries(headers);
    this.#hashes = new Map(Object.entries(basicAuthUsers));
    this.#dummies = [...this.#hashes.values()].map(dummyHashLike);
    this.#tokens = bearerTokens.map((token) => keyedDigest(token));
    const challenges: string[] = [];
    if (this.#hashes.size > 0) challenges.push(`Basic ${REALM}, charset="UTF-8"`);
    if (this.#tokens.length > 0) challenges.push(`Bearer ${REALM}`);
    this.challenges = challenges;
    if (this.#hashes.size > 0) requireBcrypt();
  }

  /** Whether a token is one of those configured. Takes the same time for every token of the same length. */
  hasToken(token: string): boolean {
    const digest = keyedDigest(token);
    let isFound = false;
    for (const known of this.#tokens) isFound = timingSafeEqual(known, digest) || isFound;
    return isFound;
  }

  /**
   * Returns the hash to compare the password of a user with, or `undefined` if there are no users. For users that do
   * not exist it is always the same one, with a cost that the hash of an existing user has.
   */
  hashFor(user: string): PasswordHash | undefined {
    const hash = this.#hashes.get(user);
    if (hash !== undefined) return { hash, isOfUser: true };
    if (this.#dummies.length === 0) return undefined;
    const index = keyedDigest(user).readUInt32LE() % this.#dummies.length;
    return { hash: this.#dummies[index] as string, isOfUser: false };
  }
}
