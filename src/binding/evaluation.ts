import type { ClassMetadata } from "../metadata/store.js";
import { nodeProcess } from "../platform/built-in.js";

/** A record of when a class was evaluated and what it declared. It does not refer to the class. */
export interface Evaluation {
  /** Position in the order in which classes were evaluated. */
  readonly order: number;
  /** Turn of the event loop. */
  readonly turn: number;
  /** Value of the `class` label, empty if it is not known yet. */
  readonly name: string;
  /** Decorated members. */
  readonly members: ReadonlySet<string>;
  /** Number of declarations. */
  readonly declarations: number;
}

const evaluations = new WeakMap<ClassMetadata, Evaluation>();

/**
 * Returns when a class was evaluated and what it declared.
 *
 * @internal
 */
export function evaluationOf(metadata: ClassMetadata): Evaluation {
  const { order, turn, className: name, declared } = metadata;
  const known = evaluations.get(metadata);
  if (known?.name === name && known.declarations === declared.length) return known;
  const members = declared.map((one) => `${one.kind} ${one.static ? "static " : ""}${String(one.member)}`);
  const evaluation = { order, turn, name, members: new Set(members), declarations: declared.length };
  evaluations.set(metadata, evaluation);
  return evaluation;
}

/**
 * Whether hot reload or a test runner evaluated a class again: whether the latter of two classes has the name of the
 * former, was evaluated in a later turn of the event loop, and declares a member that the former declares. Always false
 * in production.
 *
 * @internal
 */
export function isEvaluatedAgain(former: Evaluation, latter: Evaluation): boolean {
  // A binding may compare many classes, so the environment, which is slow to read, comes last.
  if (former.turn >= latter.turn) return false;
  if (former.name !== latter.name && former.name !== "" && latter.name !== "") return false;
  return mayReload() && [...latter.members].some((member) => former.members.has(member));
}

/**
 * Whether the latter of two classes is the former one evaluated again, for classes that define one collector name
 * differently. Here the class name decides: the members may have other names, and both classes may be evaluated in the
 * same turn. Classes without a name are compared by {@link isEvaluatedAgain}.
 *
 * @internal
 */
export function isRedefinedBy(former: Evaluation, latter: Evaluation): boolean {
  if (former.name === "" || latter.name === "") return isEvaluatedAgain(former, latter);
  return former.name === latter.name && former.order < latter.order && mayReload();
}

/**
 * Whether the program may be reloaded while it runs. This is the case unless `NODE_ENV` is `production`.
 *
 * @internal
 */
export function mayReload(): boolean {
  return nodeProcess.env["NODE_ENV"] !== "production";
}
