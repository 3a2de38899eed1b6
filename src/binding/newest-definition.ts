import { reportOnce } from "../globals/error-listener.js";
import { processGlobal } from "../globals/process-global.js";
import { specName } from "../metadata/definition.js";
import type { ClassMetadata } from "../metadata/store.js";
import type { Collector } from "../model/collector.js";
import { withCode } from "../model/errors/coded-error.js";
import type { CollectorSpec } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { declaredLabels } from "../validation/labels.js";
import type { CollectorSource } from "./collector-source.js";
import { type Evaluation, evaluationOf, isEvaluatedAgain, isRedefinedBy, mayReload } from "./evaluation.js";

/**
 * The spec that a class uses in a registry.
 *
 * @internal
 */
export interface UsedSpec {
  /** The spec. */
  readonly spec: CollectorSpec;
  /** The collector that the registry returned for the spec, and `undefined` if it returned none. */
  collector: Collector | undefined;
}

/**
 * The definition that classes share under one name in one registry. Most are used by one class, with one set of
 * constant labels, and are never replaced, so there are maps only where they are needed.
 */
interface Definition {
  /** The newest spec, or the newest one for each set of constant labels. */
  specs: UsedSpec | Map<string, UsedSpec>;
  /** One spec of each earlier definition that this one replaced. */
  readonly replaced: readonly CollectorSpec[];
  /** The class that declares the definition, or all classes by their order. */
  users: Evaluation | Map<number, Evaluation>;
  /** Classes that were evaluated again with another definition, which replaces this one when all users have been. */
  candidates: Map<number, { readonly spec: CollectorSpec; readonly user: Evaluation }> | undefined;
}

/** Unregisters collectors if all of them were created for classes. Returns whether it did. */
type Unregister = (source: CollectorSource, specs: Iterable<UsedSpec>) => boolean;

const definitions = processGlobal("narthex.definitions", () => new WeakMap<CollectorSource, Map<string, Definition>>());

/**
 * Returns the spec that a class uses in a registry: its own spec, or a newer one.
 *
 * In development a class may be evaluated again with another definition under the same name, for example with another
 * help text. The newer definition then replaces the older one, and the change is reported. Classes that still declare
 * the older definition use the newer one if the labels are the same, so that no update is lost. In production each
 * class keeps its spec.
 *
 * Collectors that the program created itself are never unregistered. The older definition then stays.
 *
 * @param unregister - unregisters the collectors of the older definition
 * @internal
 */
export function newestSpec(
  source: CollectorSource,
  spec: CollectorSpec,
  metadata: ClassMetadata,
  unregister: Unregister,
): UsedSpec {
  if (!mayReload()) return { spec, collector: undefined };
  const name = specName(spec);
  const own = definitions.get(source) ?? new Map<string, Definition>();
  definitions.set(source, own);
  const user = evaluationOf(metadata);
  const used: UsedSpec = { spec, collector: undefined };
  const existing = own.get(name);
  if (existing === undefined) {
    own.set(name, { specs: used, replaced: none, users: user, candidates: undefined });
    return used;
  }
  const [{ spec: newest }] = specsOf(existing) as [UsedSpec];
  const changed = changedOptions(newest, spec);
  if (changed.length === 0) {
    addSpec(existing, used);
    addUser(existing, user);
    return used;
  }
  if (isReplaced(existing, spec, user)) {
    return hasSameLabels(newest, spec) ? { spec: { ...newest, ...constant(spec) }, collector: undefined } : used;
  }
  const newUsers = usersOfNewer(existing, changed, spec, user);
  if (newUsers.length === 0 || !unregister(source, specsOf(existing))) return used;
  const replaced = [...existing.replaced.filter((former) => isChanged(former, newest)), newest];
  const users = new Map(newUsers.map((one) => [one.order, one]));
  own.set(name, { specs: used, replaced, users, candidates: undefined });
  report(name, newest, spec, changed);
  return used;
}

const none: readonly CollectorSpec[] = [];

function specsOf({ specs }: Definition): readonly UsedSpec[] {
  return specs instanceof Map ? [...specs.values()] : [specs];
}

function addSpec(definition: Definition, used: UsedSpec): void {
  const { specs } = definition;
  const key = constLabels(used.spec);
  if (specs instanceof Map) specs.set(key, used);
  else if (constLabels(specs.spec) === key) definition.specs = used;
  else definition.specs = new Map([specs, used].map((one) => [constLabels(one.spec), one]));
}

function usersOf({ users }: Definition): readonly Evaluation[] {
  return users instanceof Map ? [...users.values()] : [users];
}

function addUser(definition: Definition, latter: Evaluation): void {
  const { users } = definition;
  if (!(users instanceof Map)) {
    const isReplaced = users.order === latter.order || isEvaluatedAgain(users, latter);
    definition.users = isReplaced ? latter : new Map([users, latter].map((user) => [user.order, user]));
    return;
  }
  for (const [order, user] of users) if (isEvaluatedAgain(user, latter)) users.delete(order);
  users.set(latter.order, latter);
}

/** Whether a definition is newer than a class that declares another definition. */
function isReplaced(definition: Definition, spec: CollectorSpec, former: Evaluation): boolean {
  const latters = usersOf(definition);
  if (latters.some((user) => isRedefinedBy(former, user))) return true;
  return (
    latters.some(({ order }) => order > former.order) && definition.replaced.some((older) => !isChanged(older, spec))
  );
}

/**
 * Returns the classes that declare a newer definition, or none if it cannot replace the existing one yet. If the names
 * of constant labels change, collectors of both definitions cannot be in one family, so every class must be evaluated
 * again first.
 */
function usersOfNewer(
  definition: Definition,
  changed: readonly string[],
  spec: CollectorSpec,
  user: Evaluation,
): readonly Evaluation[] {
  const formers = usersOf(definition);
  if (!formers.some((former) => isRedefinedBy(former, user))) return [];
  if (!changed.includes("constLabels")) return [user];
  definition.candidates ??= new Map();
  const { candidates } = definition;
  for (const [order, one] of candidates) if (isRedefinedBy(one.user, user)) candidates.delete(order);
  candidates.set(user.order, { spec, user });
  const latters = [...candidates.values()].filter((one) => !isChanged(one.spec, spec)).map((one) => one.user);
  return formers.every((former) => latters.some((latter) => isRedefinedBy(former, latter))) ? latters : [];
}

function report(name: string, former: CollectorSpec, latter: CollectorSpec, changed: readonly string[]): void {
  const show = (option: string) => {
    const [was, is] = [former, latter].map((spec) =>
      inspectValue((spec as unknown as Record<string, unknown>)[option]),
    );
    return `${option} was ${was} and is ${is}`;
  };
  const error = withCode(
    "NARTHEX_CLASS_REDEFINED",
    new Error(
      `${name}: a class was evaluated again with another definition (${changed.map(show).join(", ")}). In development the newer definition replaces the older one, and its series begin at 0. In production the older definition stays.`,
    ),
  );
  reportOnce(latter, error, { source: name });
}

/** Returns the options in which two specs of one name differ. The values of constant labels are not compared. */
function changedOptions(former: CollectorSpec, latter: CollectorSpec): readonly string[] {
  if (former === latter) return [];
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

function hasSameLabels(a: CollectorSpec, b: CollectorSpec): boolean {
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
  return spec.constLabels === undefined ? "[]" : JSON.stringify(Object.entries(spec.constLabels).sort());
}
