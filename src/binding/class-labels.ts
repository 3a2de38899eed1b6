import { cacheEpoch } from "../globals/cache-epoch.js";
import { reportOnce } from "../globals/error-listener.js";
import { processGlobal } from "../globals/process-global.js";
import type { Class } from "../metadata/declaration.js";
import { specName } from "../metadata/definition.js";
import { type ClassMetadata, classLabelOf, type Declared, ownMetadata } from "../metadata/store.js";
import { withCode } from "../model/errors/coded-error.js";
import type { CollectorSpec } from "../model/specs.js";
import type { CollectorSource } from "./collector-source.js";
import { evaluationOf, isEvaluatedAgain, mayReload } from "./evaluation.js";

/** The class that a `class` label stands for in a family. */
interface Claim {
  readonly type: WeakRef<Class>;
  /** Whether the label was chosen explicitly. */
  readonly isChosen: boolean;
}

const claims = processGlobal("narthex.classLabels", () => new WeakMap<CollectorSource, Map<string, Claim>>());

const remedy = 'with @ClassLabel("…") or @Instrumented({ name: "…" }), or give each of its decorators the option class';

/**
 * Records the `class` labels that a class uses in the shared families. Reports once if the class has no name or if
 * another class has the same label.
 *
 * @internal
 */
export function claimClassLabels(metadata: ClassMetadata, source: CollectorSource): void {
  const { type, className, isNamed, defaults } = metadata;
  for (const { collector, classLabel } of metadata.declared) {
    if (classLabel === undefined) continue;
    const { class: given, classOf = defaults.classOf } = classLabel;
    const spec = metadata.specOf(collector) as CollectorSpec;
    if (given !== undefined) claim(source, spec, type, given, true);
    else if (classOf === undefined && className !== "") claim(source, spec, type, className, isNamed);
    else if (classOf === undefined) reportNameless(metadata, spec, metadata.declared);
  }
}

/**
 * Records the label of a class that inherits a member whose `class` label names the class of the receiver.
 *
 * @internal
 */
export function claimOwnLabel(spec: CollectorSpec, type: Class, source: CollectorSource): void {
  const label = classLabelOf(type);
  if (label === "") reportNameless(ownMetadata(type) ?? type, spec, []);
  else claim(source, spec, type, label, ownMetadata(type)?.isNamed === true);
}

function claim(
  source: CollectorSource,
  spec: CollectorSpec,
  type: Class | undefined,
  label: string,
  isChosen: boolean,
) {
  if (type === undefined) return;
  const own = claims.get(source) ?? new Map<string, Claim>();
  claims.set(source, own);
  const family = specName(spec);
  const key = JSON.stringify([family, Object.entries(spec.constLabels ?? {}).sort(), label]);
  const former = own.get(key);
  const holder = former?.type.deref();
  if (holder === type) return;
  const areChosen = isChosen && former?.isChosen;
  if (holder !== undefined && isEvaluatedAgainAs(holder, type)) {
    if (!areChosen) reportInUse(holder, family, label);
    return;
  }
  own.set(key, { type: new WeakRef(type), isChosen });
  if (holder === undefined) return;
  // Makes calls look up their label again. If one of them is of the former class, both classes are in use.
  if (isEvaluatedAgainAs(type, holder)) cacheEpoch.current++;
  if (areChosen || isSameAgain(holder, type)) return;
  const error = withCode(
    "NARTHEX_SHARED_CLASS_LABEL",
    new Error(
      `${family}: two classes have the label class=${JSON.stringify(label)} and share its series. Name one of them ${remedy}. If that is intended, name both.`,
    ),
  );
  reportOnce(type, error, { source: label });
}

function reportNameless(subject: object, spec: CollectorSpec, declared: readonly Declared[]): void {
  const members = [...new Set(declared.map(({ member }) => String(member)))];
  const which = members.length === 0 ? "a class" : `the class with the measured methods ${members.join(", ")}`;
  const error = withCode(
    "NARTHEX_UNNAMED_CLASS",
    new Error(
      `${specName(spec)}: ${which} has no name, so it has the label class="" and shares its series with all others that have none. Name it ${remedy}.`,
    ),
  );
  reportOnce(subject, error, { source: 'class=""' });
}

/**
 * Reports that the former class is still used. Until then, a reload cannot be told from another class of the same name.
 */
function reportInUse(latter: Class, family: string, label: string): void {
  const error = withCode(
    "NARTHEX_SHARED_CLASS_LABEL",
    new Error(
      `${family}: two classes have the label class=${JSON.stringify(label)} and share its series, and the former was used after the latter was evaluated. If these are two classes, name one of them ${remedy}. If the latter is the former evaluated again, instances of the former are still in use, and nothing is lost.`,
    ),
  );
  reportOnce(latter, error, { source: label });
}

function isEvaluatedAgainAs(latter: Class, former: Class): boolean {
  const [a, b] = [ownMetadata(former), ownMetadata(latter)];
  return a !== undefined && b !== undefined && isEvaluatedAgain(evaluationOf(a), evaluationOf(b));
}

/** In development, classes without declarations of their own are assumed to be the same class. */
function isSameAgain(former: Class, latter: Class): boolean {
  if (ownMetadata(former) === undefined || ownMetadata(latter) === undefined) return mayReload();
  return isEvaluatedAgainAs(latter, former);
}
