import { cacheEpoch } from "../globals/cache-epoch.js";
import type { Class, ClassLabelOptions } from "../metadata/declaration.js";
import { isLive } from "../metadata/effective-spec.js";
import { type ClassMetadata, classLabelOf, metadataChain } from "../metadata/store.js";
import type { LiveCollector } from "../model/children.js";
import { joinName } from "../model/names.js";
import type { CollectorSpec } from "../model/specs.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { canonicalName } from "../validation/metric-name.js";
import { boundSource, type CollectorSource, classSource, isBoundIndividually, isOnlySource } from "./bindings.js";
import { claimClassLabels, claimOwnLabel } from "./class-labels.js";
import { getOrRegister } from "./get-or-register.js";
import { bindLazily } from "./lazy-binding.js";
import { unavailableCollector } from "./unavailable.js";

/**
 * What a member is called on: an instance, its class, or, for a plain function, nothing that matters.
 *
 * @internal
 */
export type ReceiverKind = "instance" | "class" | "nothing";

/**
 * The member that a route begins at.
 *
 * @internal
 */
export interface RoutedMember {
  /** What its class declares. */
  readonly metadata: ClassMetadata;
  /** What it is called on. */
  readonly receives: ReceiverKind;
  /** Where the `class` label comes from, in the shared families. */
  readonly classLabel: ClassLabelOptions | undefined;
}

/** Equal to no receiver's class. */
const noReceiver = Symbol("nobody");

/**
 * The way from one decorated member to its collector: the binding of the instance, or else of its class or the nearest base,
 * or else the default registry. What was found last is kept and used while the epoch and the receiver's class are the same.
 *
 * @internal
 */
export class CollectorResolver<T> {
  readonly #isOnInstance: boolean;
  readonly #isOnClass: boolean;
  readonly #metadata: ClassMetadata;
  readonly #classLabel: ClassLabelOptions | undefined;
  readonly #collector: CollectorSpec | LiveCollector;
  readonly #open: (collector: LiveCollector, className: string) => T;
  #epoch = -1;
  #receiver: unknown = noReceiver;
  /** Set when the epoch is. */
  #target = undefined as T;
  /** By source, and by class of the receiver where that is enough. */
  #targets = new WeakMap<object, T>();
  /** By class of the receiver, where it has series of its own, and then by source. */
  #ownTargets = new WeakMap<Class, WeakMap<object, T>>();
  #isForAll = false;

  /**
   * @param place - the class that the member belongs to, what it is called on, and where its `class` label comes from
   * @param collector - what the decorator was given
   * @param open - makes of the live collector what the decorator updates
   */
  constructor(
    { metadata, receives, classLabel }: RoutedMember,
    collector: CollectorSpec | LiveCollector,
    open: (collector: LiveCollector, className: string) => T,
  ) {
    this.#isOnInstance = receives === "instance";
    this.#isOnClass = receives === "class";
    this.#metadata = metadata;
    this.#classLabel = classLabel;
    this.#collector = collector;
    this.#open = open;
  }

  /** Whether what was found last serves all receivers, until the epoch moves. */
  get isForAll(): boolean {
    return this.#isForAll;
  }

  /** What to update for a call with this receiver. */
  resolve(self: unknown): T {
    const receiver = this.#isOnInstance ? classOf(self) : this.#isOnClass ? self : undefined;
    return this.#epoch === cacheEpoch.current && this.#receiver === receiver
      ? this.#target
      : this.#find(self, receiver);
  }

  #find(self: unknown, receiver: unknown): T {
    const isFirst = this.#epoch !== cacheEpoch.current;
    if (isFirst) {
      this.#targets = new WeakMap();
      this.#ownTargets = new WeakMap();
      this.#epoch = cacheEpoch.current;
    }
    const type = typeof receiver === "function" ? (receiver as Class) : undefined;
    if (type !== undefined && this.#isOnInstance && isBoundIndividually(type)) {
      this.#receiver = noReceiver;
      const target = this.#targetIn(boundSource(self as object) ?? this.#sourceFor(type), type);
      if (isFirst) this.#isForAll = this.#leadsToOne();
      return target;
    }
    const target = (type && this.#targets.get(type)) ?? this.#targetIn(this.#sourceFor(type), type);
    if (type !== undefined) this.#targets.set(type, target);
    this.#receiver = receiver;
    this.#target = target;
    this.#isForAll = this.#leadsToOne();
    return target;
  }

  #leadsToOne(): boolean {
    const own = this.#metadata.type;
    return own !== undefined && !this.#isOfReceiver && isOnlySource(classSource(own) ?? defaultRegistry);
  }

  /** Where a member is bound that was called on a class or an instance of it; a detached one, where its own class is. */
  #sourceFor(type: Class | undefined): CollectorSource {
    // Standard decorators on methods do not see the class: it is known from here on.
    const chain = type === undefined ? [] : [...metadataChain(type)];
    const own = this.#metadata.type;
    const source = (type && classSource(type)) ?? (own && classSource(own));
    if (source !== undefined) return source;
    for (const metadata of [...chain, this.#metadata]) bindLazily(metadata);
    return defaultRegistry;
  }

  #targetIn(source: CollectorSource, type: Class | undefined): T {
    const owner = this.#isOfReceiver ? type : undefined;
    const targets = owner === undefined ? this.#targets : (this.#ownTargets.get(owner) ?? new WeakMap<object, T>());
    const known = targets.get(source);
    if (known !== undefined) return known;
    const target = this.#make(source, owner);
    if (owner !== undefined) this.#ownTargets.set(owner, targets);
    if (this.#metadata.type !== undefined) targets.set(source, target);
    return target;
  }

  /** Whether the classes that inherit the member have series of their own. */
  get #isOfReceiver(): boolean {
    if (this.#classLabel === undefined || this.#classLabel.class !== undefined) return false;
    return (this.#classLabel.classOf ?? this.#metadata.defaults.classOf) !== undefined;
  }

  #make(source: CollectorSource, owner: Class | undefined): T {
    const collector = this.#collectorIn(source);
    if (owner !== undefined) {
      claimOwnLabel(this.#metadata.specOf(this.#collector) as CollectorSpec, owner, source);
      return this.#open(collector, classLabelOf(owner));
    }
    if (this.#classLabel !== undefined) claimClassLabels(this.#metadata, source);
    return this.#open(collector, this.#metadata.className);
  }

  #collectorIn(source: CollectorSource): LiveCollector {
    let { name } = this.#collector;
    try {
      const spec = this.#metadata.specOf(this.#collector);
      if (isLive(spec)) return spec;
      name = canonicalName(spec.kind, joinName(spec.namespace, spec.subsystem, spec.name));
      return getOrRegister(source, spec, this.#metadata).collector;
    } catch (error) {
      return unavailableCollector(name, this.#collector.kind, source, error);
    }
  }
}

/** The class of a receiver, unless that cannot be looked at. */
function classOf(self: unknown): unknown {
  try {
    return (self as object | null | undefined)?.constructor;
  } catch {
    return undefined;
  }
}
