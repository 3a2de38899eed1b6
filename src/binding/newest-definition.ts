import { declaredLabels } from "../metadata/check-labels.js";
import { settledName } from "../metadata/check-name.js";
import { shown } from "../metadata/fault.js";
import type { CollectorSpec } from "../metadata/spec.js";
import type { ClassMetadata } from "../metadata/store.js";
import { joinName } from "../model/names.js";
import { reportOnce } from "../model/report.js";
import type { CollectorSource } from "./bindings.js";
import { type Evaluation, evaluationOf, isDevelopment, isEvaluatedAgain } from "./evaluation.js";

/** What classes declare under one name, in one registry. */
interface Definition {
  /** The newest spec of each set of constant labels. */
  readonly specs: Map<string, CollectorSpec>;
  /** When a class last declared it. */
  turn: number;
  /** Whether it took the place of an older one. */
  readonly isReplacement: boolean;
  /** The classes that declare it. */
  users: readonly Evaluation[];
}

const key = Symbol.for("narthex.definitions");
const shared = globalThis as { [key]?: WeakMap<CollectorSource, Map<string, Definition>> };

shared[key] ??= new WeakMap();
const definitions = shared[key];

/**
 * The spec to ask a registry for on behalf of a class: its own, or a newer one.
 *
 * In development a class may be evaluated again with another definition under the same name, for example with another help. Then
 * the newer definition takes the place of the older one, and is reported. What still declares the older one counts by the newer
 * one as long as the labels are the same, so that no update is lost. In production each class keeps its spec.
 *
 * @internal
 */
export function newestSpec(source: CollectorSource, spec: CollectorSpec, metadata: ClassMetadata): CollectorSpec {
  if (!isDevelopment()) return spec;
  const name = settledName(spec.kind, joinName(spec.namespace, spec.subsystem, spec.name));
  const own = definitions.get(source) ?? new Map<string, Definition>();
  definitions.set(source, own);
  const evaluation = evaluationOf(metadata);
  const held = own.get(name);
  const [newest] = held?.specs.values() ?? [];
  if (held === undefined || newest === undefined) {
    own.set(name, definition(spec, evaluation, false));
    return spec;
  }
  const changed = changedOptions(newest, spec);
  if (changed.length === 0) {
    held.specs.set(constLabels(spec), spec);
    held.turn = Math.max(held.turn, metadata.turn);
    held.users = [...held.users.filter((user) => !isEvaluatedAgain(user, evaluation)), evaluation];
    return spec;
  }
  if (isReplaced(held, evaluation)) return isLabelledAlike(newest, spec) ? { ...newest, ...constant(spec) } : spec;
  if (!replaces(evaluation, held, changed)) return spec;
  for (const former of held.specs.values()) takeOut(former, source);
  own.set(name, definition(spec, evaluation, true));
  report(name, newest, spec, changed);
  return spec;
}

function definition(spec: CollectorSpec, user: Evaluation, isReplacement: boolean): Definition {
  return { specs: new Map([[constLabels(spec), spec]]), turn: user.turn, isReplacement, users: [user] };
}

/** Whether a definition is newer than a class that declares another one. */
function isReplaced(held: Definition, former: Evaluation): boolean {
  if (former.turn >= held.turn) return false;
  return held.isReplacement || held.users.some((user) => isEvaluatedAgain(former, user));
}

/** Where the constant labels have other names, what other classes declare could not stay in the family. */
function replaces(latter: Evaluation, { users }: Definition, changed: readonly string[]): boolean {
  const isFormer = (user: Evaluation): boolean => isEvaluatedAgain(user, latter);
  return changed.includes("constLabels") ? users.every(isFormer) : users.some(isFormer);
}

function takeOut(spec: CollectorSpec, source: CollectorSource): void {
  try {
    source.unregister?.(source.getOrCreate(spec));
  } catch {
    // It is not there: something else has the name.
  }
}

function report(name: string, former: CollectorSpec, latter: CollectorSpec, changed: readonly string[]): void {
  const show = (option: string) => {
    const [was, is] = [former, latter].map((spec) => shown((spec as unknown as Record<string, unknown>)[option]));
    return `${option} was ${was} and is ${is}`;
  };
  const error = new Error(
    `${name}: a class was evaluated again with another definition (${changed.map(show).join(", ")}). In development the newer one takes the place of the older one, and its series begin at 0; in production the older one stays.`,
  );
  reportOnce(latter, error, { source: name, cause: "redefined" });
}

/** The options in which two specs of one name differ; constant labels may have other values. */
function changedOptions(former: CollectorSpec, latter: CollectorSpec): readonly string[] {
  const [a, b] = [comparable(former), comparable(latter)];
  const options = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...options].filter((option) => JSON.stringify(a[option]) !== JSON.stringify(b[option]));
}

function comparable(spec: CollectorSpec): Readonly<Record<string, unknown>> {
  const { name: _, namespace: _n, subsystem: _s, constLabels: labels = {}, ...options } = spec;
  return { ...options, constLabels: Object.keys(labels).sort() };
}

function isLabelledAlike(a: CollectorSpec, b: CollectorSpec): boolean {
  const [one, other] = [a, b].map((spec) => [
    spec.kind,
    declaredLabels(spec.labelNames).names,
    Object.keys(spec.constLabels ?? {}).sort(),
  ]);
  return JSON.stringify(one) === JSON.stringify(other);
}

function constant({ constLabels: labels }: CollectorSpec): Pick<CollectorSpec, "constLabels"> {
  return labels === undefined ? {} : { constLabels: labels };
}

function constLabels(spec: CollectorSpec): string {
  return JSON.stringify(Object.entries(spec.constLabels ?? {}).sort());
}
