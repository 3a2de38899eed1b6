import { env } from "node:process";
import type { ClassMetadata } from "../metadata/store.js";

/** When a class was evaluated, and what it declared. Holds nothing of the class itself. */
export interface Evaluation {
  /** Its place in the order in which classes were evaluated. */
  readonly order: number;
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
export function evaluationOf({ order, turn, className: name, declared }: ClassMetadata): Evaluation {
  const members = declared.map((one) => `${one.kind} ${one.static ? "static " : ""}${String(one.member)}`);
  return { order, turn, name, members: new Set(members) };
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
 * Whether the latter of two classes is the former one, evaluated again, where they define one collector name differently. Then the
 * name of the class is enough: its members may have other names, and it may come in the same turn. Classes without a name are
 * compared as {@link isEvaluatedAgain} does.
 *
 * @internal
 */
export function isRedefinedBy(former: Evaluation, latter: Evaluation): boolean {
  if (former.name === "" || latter.name === "") return isEvaluatedAgain(former, latter);
  return isDevelopment() && former.name === latter.name && former.order < latter.order;
}

/**
 * Whether the program may be reloaded while it runs: everywhere but in production, as `NODE_ENV` tells.
 *
 * @internal
 */
export function isDevelopment(): boolean {
  return env["NODE_ENV"] !== "production";
}
