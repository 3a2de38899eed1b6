import { currentTurn, nextEvaluation } from "../globals/evaluation-turn.js";
import { processGlobal } from "../globals/process-global.js";
import type { LiveCollector } from "../model/children.js";
import type { CollectorSpec } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import type { Class, ClassDefaults, ClassLabelOptions, Declaration } from "./declaration.js";
import { effectiveSpec, isLive } from "./effective-spec.js";
import { loadedReflectMetadata, loadReflectMetadata } from "./reflect-metadata.js";
import { metadataSymbol, narthexSymbol } from "./symbols.js";

/**
 * A declaration as a decorator writes it, before the class that it stands in is complete.
 *
 * @internal
 */
export interface Declared extends Pick<Declaration, "kind" | "member" | "static" | "private" | "options"> {
  /** The collector as it was given. */
  readonly collector: CollectorSpec | LiveCollector;
  /** The label values, where they are the same for every call and known by now. */
  readonly labels: (className: string) => Declaration["labels"];
  /** Where the `class` label comes from; `undefined` where there is none, because the family is not the shared one. */
  readonly classLabel: ClassLabelOptions | undefined;
}

/**
 * What one class declares, its base classes not included.
 *
 * @internal
 */
export class ClassMetadata {
  /** In the order in which the decorators were evaluated. */
  readonly declared: Declared[] = [];
  /** The class, as soon as it is known: standard decorators on methods see the metadata only. */
  type: Class | undefined;
  /** When the class was evaluated. */
  readonly turn = currentTurn();
  /** How many classes were evaluated by then, itself included. */
  readonly order = nextEvaluation();
  #defaults: ClassDefaults = {};
  #label: string | undefined;
  readonly #specs = new Map<CollectorSpec, CollectorSpec>();

  /** What `@Instrumented` says. */
  get defaults(): ClassDefaults {
    return this.#defaults;
  }

  /**
   * Sets them.
   *
   * @param source - the decorator, for errors
   * @param defaults - what `@Instrumented` says
   * @param used - collectors that will be declared
   * @throws TypeError or RangeError when they do not fit to a spec that is or will be declared; then nothing is changed
   */
  setDefaults(source: string, defaults: ClassDefaults, used: readonly CollectorSpec[]): void {
    for (const collector of [...this.declared.map((one) => one.collector), ...used]) {
      if (!isLive(collector)) effectiveSpec(collector, defaults);
    }
    if (defaults.name !== undefined) this.name(source, defaults.name);
    this.#defaults = defaults;
    this.#specs.clear();
  }

  /**
   * Adds a declaration.
   *
   * @throws TypeError or RangeError when its spec does not fit to the defaults of the class
   */
  declare(declared: Declared): void {
    this.specOf(declared.collector);
    this.declared.push(declared);
  }

  /**
   * Gives the class the value of its `class` label.
   *
   * @param source - the decorator, for errors
   * @throws TypeError when it has another already
   */
  name(source: string, label: string): void {
    if (this.#label !== undefined && this.#label !== label) {
      throw new TypeError(
        `${source}: names the class ${inspectValue(label)}, but another decorator names it ${inspectValue(this.#label)}; leave one out.`,
      );
    }
    this.#label = label;
  }

  /** Whether a decorator named the class. */
  get isNamed(): boolean {
    return this.#label !== undefined;
  }

  /** The value of the `class` label; empty while the class is not known, and when it has no name. */
  get className(): string {
    return this.#label ?? (this.type === undefined ? "" : nameOf(this.type));
  }

  /** The spec with the defaults of the class, the same object each time; a live collector as it is. */
  specOf(collector: CollectorSpec | LiveCollector): CollectorSpec | LiveCollector {
    if (isLive(collector)) return collector;
    const known = this.#specs.get(collector);
    if (known !== undefined) return known;
    const spec = effectiveSpec(collector, this.#defaults);
    this.#specs.set(collector, spec);
    return spec;
  }

  /** The declarations, those of instance members first. */
  declarations(): readonly Declaration[] {
    const className = this.#defaults.classOf === undefined ? this.className : "";
    const all = this.declared.map(({ collector, labels, classLabel: _, ...rest }) => ({
      ...rest,
      spec: this.specOf(collector),
      labels: labels(className),
      declaredBy: this.type as Class,
    }));
    return [...all.filter((one) => !one.static), ...all.filter((one) => one.static)];
  }
}

/** What wrapped functions declare, and classes with legacy decorators where reflect-metadata cannot be loaded. */
const declaring = processGlobal("narthex.declarations", () => new WeakMap<object, ClassMetadata>());

/**
 * What a class keeps in the metadata object of standard decorators; made when there is none. Without a metadata object
 * (a compiler that lacks it) the declarations are known to the wrappers alone.
 *
 * @internal
 */
export function standardMetadata(metadata: DecoratorMetadataObject | undefined): ClassMetadata {
  if (metadata === undefined) return new ClassMetadata();
  const keeper = metadata as { [narthexSymbol]?: ClassMetadata };
  if (!Object.hasOwn(keeper, narthexSymbol)) keeper[narthexSymbol] = new ClassMetadata();
  return keeper[narthexSymbol] as ClassMetadata;
}

/**
 * What a class keeps for legacy decorators, through reflect-metadata; made when there is none.
 *
 * @internal
 */
export function legacyMetadata(type: Class): ClassMetadata {
  const reflect = loadReflectMetadata();
  const known = keptMetadata(type);
  if (known !== undefined) return known;
  const made = new ClassMetadata();
  made.type = type;
  if (reflect === undefined) declaring.set(type, made);
  else reflect.defineMetadata(narthexSymbol, made, type);
  return made;
}

/**
 * What a class and its bases declare, the nearest first. Walks the constructors: not every compiler chains the metadata
 * objects of a class and its base.
 *
 * @internal
 */
export function* metadataChain(type: Class): Generator<ClassMetadata> {
  for (let next: unknown = type; typeof next === "function"; next = Object.getPrototypeOf(next)) {
    const own = ownMetadata(next as Class);
    if (own === undefined) continue;
    own.type ??= next as Class;
    yield own;
  }
}

/**
 * Gives a wrapped function what it declares, as a class has it.
 *
 * @internal
 */
export function attachMetadata(wrapper: Class, metadata: ClassMetadata): void {
  metadata.type = wrapper;
  declaring.set(wrapper, metadata);
}

/**
 * What a class or a wrapped function declares itself.
 *
 * @internal
 */
export function ownMetadata(type: object): ClassMetadata | undefined {
  const keeper = Object.hasOwn(type, metadataSymbol) ? (type as never)[metadataSymbol] : undefined;
  if (keeper !== undefined && keeper !== null && Object.hasOwn(keeper, narthexSymbol)) return keeper[narthexSymbol];
  return keptMetadata(type);
}

function keptMetadata(type: object): ClassMetadata | undefined {
  const reflected = loadedReflectMetadata()?.getOwnMetadata(narthexSymbol, type) as ClassMetadata | undefined;
  return reflected ?? declaring.get(type);
}

/**
 * The value of the `class` label for what is called on a class or its instances.
 *
 * @internal
 */
export function classLabelOf(type: Class): string {
  const own = ownMetadata(type);
  if (own === undefined) return nameOf(type);
  own.type ??= type;
  return own.className;
}

/** The name of a class, which may have a static member called `name`. */
function nameOf({ name }: { readonly name: unknown }): string {
  return typeof name === "string" ? name : "";
}

/**
 * What the decorators of a class and its bases declare: those of the class itself first, then those of its bases which
 * it does not declare again. In both dialects, and before anything is bound.
 *
 * @param type - a class, or a function that was wrapped with `timed`, `trackInProgress`, `countExceptions` or
 * `countCalls`
 * @throws TypeError when it is neither
 * @example
 * ```ts
 * for (const { kind, member, spec } of declarationsOf(Checkout)) console.log(kind, String(member), spec.name);
 * ```
 */
export function declarationsOf(type: Class): readonly Declaration[] {
  if (typeof type !== "function")
    throw new TypeError(`declarationsOf: takes a class, but was given ${inspectValue(type)}.`);
  const nearer: Declaration[] = [];
  for (const metadata of metadataChain(type)) {
    nearer.push(...metadata.declarations().filter((one) => !nearer.some((other) => isHidden(one, other))));
  }
  return nearer;
}

/** Whether a declaration of a base class is replaced by one of a class nearer; private names are never the same. */
function isHidden(base: Declaration, near: Declaration): boolean {
  return (
    base.declaredBy !== near.declaredBy &&
    base.kind === near.kind &&
    base.member === near.member &&
    base.static === near.static &&
    !base.private
  );
}
