import { env } from "node:process";
import type { ClassMetadata } from "../metadata/store.js";

/** When a class was evaluated, and what it declared. Holds nothing of the class itself. */
export interface Evaluation {
  /** The turn of the event loop. */
  readonly turn: number;
  /** The value of its `class` label, empty where that is not known yet. */
  readonly name: string;
  /** The decorated members. */
  readonly members: ReadonlySet<string>;
}

/**
 * Notes when a class was evaluated, and what it declared.
 *
 * @internal
 */
export function evaluationOf({ turn, className: name, declared }: ClassMetadata): Evaluation {
  const members = declared.map((one) => `${one.kind} ${one.static ? "static " : ""}${String(one.member)}`);
  return { turn, name, members: new Set(members) };
}

/**
 * Whether the latter of two classes is the former one, which hot reload or a test runner evaluated again: it has the same name, came
 * in a later turn of the event loop and declares a member that the former one declared. In production nothing is evaluated again.
 *
 * @internal
 */
export function isEvaluatedAgain(former: Evaluation, latter: Evaluation): boolean {
  if (!isDevelopment() || former.turn >= latter.turn) return false;
  if (former.name !== latter.name && former.name !== "" && latter.name !== "") return false;
  return [...latter.members].some((member) => former.members.has(member));
}

/**
 * Whether the program may be reloaded while it runs: everywhere but in production, as `NODE_ENV` tells.
 *
 * @internal
 */
export function isDevelopment(): boolean {
  return env["NODE_ENV"] !== "production";
}
