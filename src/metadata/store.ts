import { currentTurn, nextEvaluation } from "../globals/evaluation-turn.js";
import { processGlobal } from "../globals/process-global.js";
import type { LiveCollector } from "../model/children.js";
import { withCode } from "../model/errors/coded-error.js";
import type { CollectorSpec } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import type { Class, ClassDefaults, ClassLabelOptions, Declaration } from "./declaration.js";
import { effectiveSpec, isLive } from "./effective-spec.js";
import { loadedReflectMetadata, loadReflectMetadata } from "./reflect-metadata.js";
import { metadataSymbol, narthexSymbol } from "./symbols.js";

/**
 * A declaration as a decorator records it, before its class is complete.
 *
 * @internal
 */
export interface Declared extends Pick<Declaration, "kind" | "member" | "static" | "private" | "options"> {
  /** Collector, as it was given. */
  readonly collector: CollectorSpec | LiveCollector;
  /** Returns the label values, if they are the same for every call and known already. */
  labels(className: string): Declaration["labels"];
  /** Options for the `class` label; `undefined` unless the family is a shared one. */
  readonly classLabel: ClassLabelOptions | undefined;
}

const noDefaults: ClassDefaults = {};

/**
 * The declarations of one class, without those of its base classes.
 *
 * @internal
 */
export class ClassMetadata {
  /** Declarations, in the order in which the decorators were evaluated. */
  readonly declared: Declared[] = [];
  /** The class, once it is known. Standard decorators on methods see only the metadata. */
  type: Class | undefined;
  /** Turn of the event loop in which the class was evaluated. */
  readonly turn = currentTurn();
  /** Position of the class in the order of evaluation. */
  readonly order = nextEvaluation();
  #defaults = noDefaults;
  #label: string | undefined;
  readonly #collectors: CollectorSpec[] = [];
  /** The specs that the defaults change. */
  readonly #specs = new Map<CollectorSpec, CollectorSpec>();

  /** Defaults that `@Instrumented` sets. */
  get defaults(): ClassDefaults {
    return this.#defaults;
  }

  /**
   * Sets the defaults.
   *
   * @param source - the decorator, for errors
   * @param defaults - the defaults
   * @param used - the specs that will be declared
   * @throws {TypeError | RangeError} if the defaults make a declared spec or one of `used` invalid; the metadata is
   * unchanged then
   */
  setDefaults(source: string, defaults: ClassDefaults, used: readonly CollectorSpec[]): void {
    for (const collector of [...this.declared.map((one) => one.collector), ...used, ...this.#collectors]) {
      if (!isLive(collector)) effectiveSpec(collector, defaults);
    }
    if (defaults.name !== undefined) this.name(source, defaults.name);
    this.#defaults = defaults;
    this.#specs.clear();
  }

  /**
   * Adds a declaration.
   *
   * @throws {TypeError | RangeError} if the defaults of the class make its spec invalid
   */
  declare(declared: Declared): void {
    this.specOf(declared.collector);
    this.declared.push(declared);
  }

  /**
   * Adds collectors that the class itself declares, not one of its members.
   *
   * @throws {TypeError | RangeError} if the defaults of the class make a spec invalid
   */
  declareCollectors(collectors: readonly CollectorSpec[]): void {
    for (const collector of collectors) this.specOf(collector);
    this.#collectors.push(...collectors);
  }

  /**
   * Sets the value of the `class` label.
   *
   * @param source - the decorator, for errors
   * @param label - the value
   * @throws {TypeError} if another decorator set a different value
   */
  name(source: string, label: string): void {
    if (this.#label !== undefined && this.#label !== label) {
      throw withCode(
        "NARTHEX_CONFLICTING_OPTIONS",
        new TypeError(
          `${source}: the class label must be ${inspectValue(this.#label)}, as another decorator sets it, but was ${inspectValue(label)}. Omit one of them.`,
        ),
      );
    }
    this.#label = label;
  }

  /** Whether a decorator set the `class` label. */
  get isNamed(): boolean {
    return this.#label !== undefined;
  }

  /** Value of the `class` label; empty if the class is not known yet or has no name. */
  get className(): string {
    return this.#label ?? (this.type === undefined ? "" : nameOf(this.type));
  }

  /** Returns a spec with the defaults of the class, always as the same object. Returns a live collector unchanged. */
  specOf(collector: CollectorSpec | LiveCollector): CollectorSpec | LiveCollector {
    if (this.#defaults === noDefaults || isLive(collector)) return collector;
    const known = this.#specs.get(collector);
    if (known !== undefined) return known;
    const spec = effectiveSpec(collector, this.#defaults);
    if (spec !== collector) this.#specs.set(collector, spec);
    return spec;
  }

  /** Returns the specs of the collectors that the class itself declares, with the defaults of the class. */
  collectors(): readonly CollectorSpec[] {
    return this.#collectors.map((collector) => this.specOf(collector) as CollectorSpec);
  }

  /** Whether the class itself or one of its members declares a collector. */
  declares(collector: CollectorSpec): boolean {
    return this.#collectors.includes(collector) || this.declared.some((one) => one.collector === collector);
  }

  /** Returns the declarations, those of instance members first. */
  declarations(): readonly Declaration[] {
    const className = this.#defaults.classOf === undefined ? this.className : "";
    // Written out, since binding reads all declarations of a program, and V8 copies the rest of an object slowly.
    const all = this.declared.map((one) => ({
      kind: one.kind,
      member: one.member,
      static: one.static,
      private: one.private,
      options: one.options,
      spec: this.specOf(one.collector),
      labels: one.labels(className),
      declaredBy: this.type as Class,
    }));
    const members = all.filter((one) => !one.static);
    return members.length === all.length ? all : [...members, ...all.filter((one) => one.static)];
  }
}

/** Metadata of wrapped functions, and of classes with legacy decorators if reflect-metadata cannot be loaded. */
const declaring = processGlobal("narthex.declarations", () => new WeakMap<object, ClassMetadata>());

/**
 * Metadata of classes with legacy decorators that has not been read yet. Then reflect-metadata keeps it, which takes
 * longer to load than a hundred classes. If the program has loaded it, it also keeps the metadata from the start:
 * decorators of frameworks that replace a class copy its metadata. Each decorator still finds it here, in a tenth of the
 * time.
 */
const unread = processGlobal("narthex.unread", () => new WeakMap<object, ClassMetadata>());

/**
 * Returns the metadata in the metadata object of standard decorators, and creates it if there is none. If the compiler
 * provides no metadata object, only the wrappers have access to the declarations.
 *
 * @internal
 */
export function standardMetadata(metadata: DecoratorMetadataObject | undefined): ClassMetadata {
  if (metadata === undefined) return new ClassMetadata();
  const owner = metadata as { [narthexSymbol]?: ClassMetadata };
  if (!Object.hasOwn(owner, narthexSymbol)) owner[narthexSymbol] = new ClassMetadata();
  return owner[narthexSymbol] as ClassMetadata;
}

/**
 * Returns the metadata of a class with legacy decorators for a decorator, and creates it if there is none.
 *
 * @internal
 */
export function legacyMetadata(type: Class): ClassMetadata {
  const known = unread.get(type) ?? storedMetadata(type);
  if (known !== undefined) return known;
  const created = new ClassMetadata();
  created.type = type;
  unread.set(type, created);
  loadedReflectMetadata()?.defineMetadata(narthexSymbol, created, type);
  return created;
}

/**
 * Yields the metadata of a class and its base classes, the nearest first; nothing without a class. It follows the
 * constructors, because not every compiler links the metadata object of a class to that of its base.
 *
 * @internal
 */
export function* metadataChain(type: Class | undefined): Generator<ClassMetadata> {
  for (let next: unknown = type; typeof next === "function"; next = Object.getPrototypeOf(next)) {
    const own = ownMetadata(next as Class);
    if (own === undefined) continue;
    own.type ??= next as Class;
    yield own;
  }
}

/**
 * Attaches metadata to a wrapped function.
 *
 * @internal
 */
export function attachMetadata(wrapper: Class, metadata: ClassMetadata): void {
  metadata.type = wrapper;
  declaring.set(wrapper, metadata);
}

/**
 * Returns the metadata of a class or a wrapped function, without that of base classes.
 *
 * @internal
 */
export function ownMetadata(type: object): ClassMetadata | undefined {
  const owner = Object.hasOwn(type, metadataSymbol) ? (type as never)[metadataSymbol] : undefined;
  if (owner !== undefined && owner !== null && Object.hasOwn(owner, narthexSymbol)) return owner[narthexSymbol];
  return storedMetadata(type);
}

function storedMetadata(type: object): ClassMetadata | undefined {
  const created = unread.get(type);
  const reflect = created === undefined ? loadedReflectMetadata() : loadReflectMetadata();
  const stored = (reflect?.getOwnMetadata(narthexSymbol, type) as ClassMetadata | undefined) ?? declaring.get(type);
  if (created === undefined) return stored;
  unread.delete(type);
  if (stored !== undefined) return stored;
  if (reflect === undefined) declaring.set(type, created);
  else reflect.defineMetadata(narthexSymbol, created, type);
  return created;
}

/**
 * Returns the value of the `class` label for calls on a class or its instances.
 *
 * @internal
 */
export function classLabelOf(type: Class): string {
  const own = ownMetadata(type);
  if (own === undefined) return nameOf(type);
  own.type ??= type;
  return own.className;
}

/** Returns the name of a class, or an empty string if the class has a static member `name` that is not a string. */
function nameOf({ name }: { readonly name: unknown }): string {
  return typeof name === "string" ? name : "";
}

/**
 * Returns the declarations of a class and its base classes, those of the class first, without those that a subclass
 * overrides. It works in both decorator dialects, and before the class is bound.
 *
 * @param type - a class, or a function wrapped with `timed`, `trackInProgress`, `countExceptions` or
 * `countCalls`
 * @throws {TypeError} if `type` is neither
 * @example
 * ```ts
 * for (const { kind, member, spec } of declarationsOf(Checkout)) console.log(kind, String(member), spec.name);
 * ```
 */
export function declarationsOf(type: Class): readonly Declaration[] {
  if (typeof type !== "function")
    throw withCode(
      "NARTHEX_INVALID_ARGUMENT",
      new TypeError(`declarationsOf: the argument must be a class, but was ${inspectValue(type)}.`),
    );
  const nearer: Declaration[] = [];
  for (const metadata of metadataChain(type)) {
    nearer.push(...metadata.declarations().filter((one) => !nearer.some((other) => isHidden(one, other))));
  }
  return nearer;
}

/** Whether a declaration of a base class is overridden by one of a subclass. Private members are never overridden. */
function isHidden(base: Declaration, near: Declaration): boolean {
  return base.kind === near.kind && base.member === near.member && base.static === near.static && !base.private;
}
