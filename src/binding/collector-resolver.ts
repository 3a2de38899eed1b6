import { cacheEpoch } from "../globals/cache-epoch.js";
import type { Class, ClassLabelOptions } from "../metadata/declaration.js";
import { specName } from "../metadata/definition.js";
import { isLive } from "../metadata/effective-spec.js";
import { type ClassMetadata, classLabelOf, metadataChain } from "../metadata/store.js";
import type { ChildOf, LiveCollector } from "../model/children.js";
import type { CollectorSpec } from "../model/specs.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { boundSource, classSource, isBoundIndividually, isOnlySource } from "./bindings.js";
import { claimClassLabels, claimOwnLabel } from "./class-labels.js";
import type { CollectorSource } from "./collector-source.js";
import { getOrRegister } from "./get-or-register.js";
import { bindLazily } from "./lazy-binding.js";
import { unavailableCollector } from "./unavailable.js";

/**
 * The receiver of a member: an instance, its class, or, for a plain function, nothing relevant.
 *
 * @internal
 */
export type ReceiverKind = "instance" | "class" | "nothing";

/**
 * The decorated member whose collectors are resolved.
 *
 * @internal
 */
export interface ResolvedMember {
  /** Declarations of the class. */
  readonly metadata: ClassMetadata;
  /** Receiver of the calls. */
  readonly receives: ReceiverKind;
}

/**
 * Opens live collectors for the calls of a member.
 *
 * @internal
 */
export interface CollectorOpener<T> {
  /** Returns the target of updates in a live collector. */
  open(collector: LiveCollector, className: string): T;
}

/** Differs from the class of every receiver. */
const noReceiver = Symbol("no receiver");

/**
 * Finds the live collector for the calls of one decorated member: in the registry that the instance is bound to,
 * otherwise in that of its class or the nearest bound base class, otherwise in the default registry. The last result is
 * reused while the cache epoch and the class of the receiver stay the same.
 *
 * @internal
 */
export class CollectorResolver<T> {
  readonly #isOnInstance: boolean;
  readonly #isOnClass: boolean;
  readonly #metadata: ClassMetadata;
  readonly #classLabel: ClassLabelOptions | undefined;
  readonly #collector: CollectorSpec | LiveCollector;
  readonly #opener: CollectorOpener<T>;
  #epoch = -1;
  #receiver: unknown = noReceiver;
  /** Set together with the epoch. */
  #target = undefined as T;
  /** Targets by source, and by class of the receiver if the class determines the source. Created by the first call. */
  #targets: WeakMap<object, T> | undefined;
  /** Targets by class of the receiver and then by source, for classes that have series of their own. */
  #ownTargets: WeakMap<Class, WeakMap<object, T>> | undefined;
  #isForAll = false;

  /**
   * @param member - the decorated member
   * @param classLabel - source of the `class` label in the shared families
   * @param collector - the collector that was passed to the decorator
   * @param opener - opens live collectors
   */
  constructor(
    { metadata, receives }: ResolvedMember,
    classLabel: ClassLabelOptions | undefined,
    collector: CollectorSpec | LiveCollector,
    opener: CollectorOpener<T>,
  ) {
    this.#isOnInstance = receives === "instance";
    this.#isOnClass = receives === "class";
    this.#metadata = metadata;
    this.#classLabel = classLabel;
    this.#collector = collector;
    this.#opener = opener;
  }

  /** Whether the last result is valid for all receivers until the cache epoch changes. */
  get isForAll(): boolean {
    return this.#isForAll;
  }

  /** Returns the target of updates for a call on this receiver. */
  resolve(self: unknown): T {
    const receiver = this.#isOnInstance ? classOf(self) : this.#isOnClass ? self : undefined;
    return this.#epoch === cacheEpoch.current && this.#receiver === receiver
      ? this.#target
      : this.#find(self, receiver);
  }

  #find(self: unknown, receiver: unknown): T {
    const isFirst = this.#epoch !== cacheEpoch.current;
    if (isFirst) {
      this.#targets = undefined;
      this.#ownTargets = undefined;
      this.#epoch = cacheEpoch.current;
    }
    const type = typeof receiver === "function" ? (receiver as Class) : undefined;
    if (type !== undefined && this.#isOnInstance && isBoundIndividually(type)) {
      this.#receiver = noReceiver;
      const target = this.#targetIn(boundSource(self as object) ?? this.#sourceFor(type), type);
      if (isFirst) this.#isForAll = this.#hasOneTarget();
      return target;
    }
    const target = (type && this.#targets?.get(type)) ?? this.#targetIn(this.#sourceFor(type), type);
    if (type !== undefined) {
      this.#targets ??= new WeakMap();
      this.#targets.set(type, target);
    }
    this.#receiver = receiver;
    this.#target = target;
    this.#isForAll = this.#hasOneTarget();
    return target;
  }

  #hasOneTarget(): boolean {
    const own = this.#metadata.type;
    return own !== undefined && !this.#isPerReceiver && isOnlySource(classSource(own) ?? defaultRegistry);
  }

  /**
   * Returns the source for a call on a class or an instance of it. A detached method uses the source of its own class.
   */
  #sourceFor(type: Class | undefined): CollectorSource {
    // Standard decorators on methods have no access to the class, which is known from here on.
    const chain = [...metadataChain(type)];
    const own = this.#metadata.type;
    const source = classSource(type) ?? classSource(own);
    if (source !== undefined) return source;
    for (const metadata of [...chain, this.#metadata]) bindLazily(metadata);
    return defaultRegistry;
  }

  #targetIn(source: CollectorSource, type: Class | undefined): T {
    const owner = this.#isPerReceiver ? type : undefined;
    const targets = this.#targetsOf(owner);
    const known = targets.get(source);
    if (known !== undefined) return known;
    const target = this.#createTarget(source, owner);
    if (this.#metadata.type !== undefined) targets.set(source, target);
    return target;
  }

  #targetsOf(owner: Class | undefined): WeakMap<object, T> {
    if (owner === undefined) {
      this.#targets ??= new WeakMap();
      return this.#targets;
    }
    this.#ownTargets ??= new WeakMap();
    const targets = this.#ownTargets.get(owner) ?? new WeakMap<object, T>();
    this.#ownTargets.set(owner, targets);
    return targets;
  }

  /** Whether classes that inherit the member have series of their own. */
  get #isPerReceiver(): boolean {
    if (this.#classLabel === undefined || this.#classLabel.class !== undefined) return false;
    return (this.#classLabel.classOf ?? this.#metadata.defaults.classOf) !== undefined;
  }

  #createTarget(source: CollectorSource, owner: Class | undefined): T {
    const collector = this.#collectorIn(source);
    if (owner !== undefined) {
      claimOwnLabel(this.#metadata.specOf(this.#collector) as CollectorSpec, owner, source);
      return this.#opener.open(collector, classLabelOf(owner));
    }
    if (this.#classLabel !== undefined) claimClassLabels(this.#metadata, source);
    return this.#opener.open(collector, this.#metadata.className);
  }

  #collectorIn(source: CollectorSource): LiveCollector {
    let { name } = this.#collector;
    try {
      const spec = this.#metadata.specOf(this.#collector);
      if (isLive(spec)) return spec;
      name = specName(spec);
      return getOrRegister(source, spec, this.#metadata).collector;
    } catch (error) {
      return unavailableCollector(name, this.#collector.kind as keyof ChildOf, source, error);
    }
  }
}

/** Returns the class of a receiver, or `undefined` if reading it throws. */
function classOf(self: unknown): unknown {
  try {
    return (self as object | null | undefined)?.constructor;
  } catch {
    return undefined;
  }
}
