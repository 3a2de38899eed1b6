import { reportOnce } from "../globals/error-listener.js";
import { processGlobal } from "../globals/process-global.js";
import type { ClassMetadata } from "../metadata/store.js";
import { joinName } from "../model/names.js";
import type { CollectorSpec } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { declaredLabels } from "../validation/labels.js";
import { canonicalName } from "../validation/metric-name.js";
import type { CollectorSource } from "./bindings.js";
import { type Evaluation, evaluationOf, isDevelopment, isEvaluatedAgain, isRedefinedBy } from "./evaluation.js";

/** What classes declare under one name, in one registry. */
interface Definition {
  /** The newest spec of each set of constant labels. */
  readonly specs: Map<string, CollectorSpec>;
  /** The definitions whose place it took, one spec of each. */
  readonly replaced: readonly CollectorSpec[];
  /** The classes that declare it, by their order. */
  readonly users: Map<number, Evaluation>;
  /** Classes that were evaluated again with another definition, which cannot take the place before all users were. */
  readonly waiting: Map<number, { readonly spec: CollectorSpec; readonly user: Evaluation }>;
}

/** Takes collectors out of a source, if classes made them all; says whether it did. */
type TakeOut = (source: CollectorSource, specs: Iterable<CollectorSpec>) => boolean;

const definitions = processGlobal("narthex.definitions", () => new WeakMap<CollectorSource, Map<string, Definition>>());

/**
 * The spec to ask a registry for on behalf of a class: its own, or a newer one.
 *
 * In development a class may be evaluated again with another definition under the same name, for example with another help. Then
 * the newer definition takes the place of the older one, and is reported. What still declares the older one counts by the newer
 * one as long as the labels are the same, so that no update is lost. In production each class keeps its spec.
 *
 * What the program made itself is not taken out: then the older one stays.
 *
 * @internal
 */
export function newestSpec(
  source: CollectorSource,
  spec: CollectorSpec,
  metadata: ClassMetadata,
  takeOut: TakeOut,
): CollectorSpec {
  if (!isDevelopment()) return spec;
  const name = canonicalName(spec.kind, joinName(spec.namespace, spec.subsystem, spec.name));
  const own = definitions.get(source) ?? new Map<string, Definition>();
  definitions.set(source, own);
  const user = evaluationOf(metadata);
  const held = own.get(name);
  const [newest] = held?.specs.values() ?? [];
  if (held === undefined || newest === undefined) {
    own.set(name, definition(spec, [user], []));
    return spec;
  }
  const changed = changedOptions(newest, spec);
  if (changed.length === 0) {
    held.specs.set(constLabels(spec), spec);
    use(held, user);
    return spec;
  }
  if (isReplaced(held, spec, user)) return isLabelledAlike(newest, spec) ? { ...newest, ...constant(spec) } : spec;
  const latters = replacing(held, changed, spec, user);
  if (latters.length === 0 || !takeOut(source, held.specs.values())) return spec;
  const replaced = [...held.replaced.filter((former) => isChanged(former, newest)), newest];
  own.set(name, definition(spec, latters, replaced));
  report(name, newest, spec, changed);
  return spec;
}

function definition(spec: CollectorSpec, users: readonly Evaluation[], replaced: readonly CollectorSpec[]): Definition {
  return {
    specs: new Map([[constLabels(spec), spec]]),
    replaced,
    users: new Map(users.map((user) => [user.order, user])),
    waiting: new Map(),
  };
}

function use({ users }: Definition, latter: Evaluation): void {
  for (const [order, user] of users) if (isEvaluatedAgain(user, latter)) users.delete(order);
  users.set(latter.order, latter);
}

/** Whether a definition is newer than a class that declares another one. */
function isReplaced({ users, replaced }: Definition, spec: CollectorSpec, former: Evaluation): boolean {
  const latters = [...users.values()];
  if (latters.some((user) => isRedefinedBy(former, user))) return true;
  return latters.some(({ order }) => order > former.order) && replaced.some((older) => !isChanged(older, spec));
}

/**
 * The classes that bring a newer definition, if it may take the place of the one that is held. Where the constant labels have other
 * names, what other classes declare could not stay in the family: then all of them must be evaluated again.
 */
function replacing(
  { users, waiting }: Definition,
  changed: readonly string[],
  spec: CollectorSpec,
  user: Evaluation,
): readonly Evaluation[] {
  const formers = [...users.values()];
  if (!formers.some((former) => isRedefinedBy(former, user))) return [];
  if (!changed.includes("constLabels")) return [user];
  for (const [order, one] of waiting) if (isRedefinedBy(one.user, user)) waiting.delete(order);
  waiting.set(user.order, { spec, user });
  const latters = [...waiting.values()].filter((one) => !isChanged(one.spec, spec)).map((one) => one.user);
  return formers.every((former) => latters.some((latter) => isRedefinedBy(former, latter))) ? latters : [];
}

function report(name: string, former: CollectorSpec, latter: CollectorSpec, changed: readonly string[]): void {
  const show = (option: string) => {
    const [was, is] = [former, latter].map((spec) =>
      inspectValue((spec as unknown as Record<string, unknown>)[option]),
    );
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

function isChanged(former: CollectorSpec, latter: CollectorSpec): boolean {
  return changedOptions(former, latter).length > 0;
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
