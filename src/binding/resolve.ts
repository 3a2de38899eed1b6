import type { Class } from "../metadata/declaration.js";
import { isLive } from "../metadata/effective-spec.js";
import type { CollectorSpec } from "../metadata/spec.js";
import { type ClassMetadata, metadataChain } from "../metadata/store.js";
import type { LiveCollector } from "../model/children.js";
import { epoch } from "../model/epoch.js";
import { reportOnce } from "../model/report.js";
import { defaultRegistry } from "../registry/default-registry.js";
import { boundSource, type CollectorSource, classSource, isBoundIndividually } from "./bindings.js";
import { bindLazily } from "./lazy.js";

/**
 * What a member is called on: an instance, its class, or, for a plain function, nothing that matters.
 *
 * @internal
 */
export type Receives = "instance" | "class" | "nothing";

/** Equal to no receiver's class. */
const nobody = Symbol("nobody");

/**
 * The way from one decorated member to its collector: the binding of the instance, or else of its class or the nearest base,
 * or else the default registry. What was found last is kept and used while the epoch and the receiver's class are the same.
 *
 * @internal
 */
export class Route<T> {
  readonly #isOnInstance: boolean;
  readonly #isOnClass: boolean;
  readonly #metadata: ClassMetadata;
  readonly #collector: CollectorSpec | LiveCollector;
  readonly #open: (collector: LiveCollector, className: string) => T;
  readonly #lost: T;
  #epoch = -1;
  #receiver: unknown = nobody;
  #target: T;
  #targets = new WeakMap<object, T>();

  /**
   * @param place - the class that the member belongs to, and what it is called on
   * @param collector - what the decorator was given
   * @param open - makes of the live collector what the decorator updates
   * @param lost - stands in for it where there is no collector to be had
   */
  constructor(
    { metadata, receives }: { readonly metadata: ClassMetadata; readonly receives: Receives },
    collector: CollectorSpec | LiveCollector,
    open: (collector: LiveCollector, className: string) => T,
    lost: T,
  ) {
    this.#isOnInstance = receives === "instance";
    this.#isOnClass = receives === "class";
    this.#metadata = metadata;
    this.#collector = collector;
    this.#open = open;
    this.#lost = lost;
    this.#target = lost;
  }

  /** What to update for a call with this receiver. */
  to(self: unknown): T {
    const receiver = this.#isOnInstance
      ? (self as object | null | undefined)?.constructor
      : this.#isOnClass
        ? self
        : undefined;
    return this.#epoch === epoch.current && this.#receiver === receiver ? this.#target : this.#find(self, receiver);
  }

  #find(self: unknown, receiver: unknown): T {
    const { source, isForAll } = this.#source(self, receiver);
    if (this.#epoch !== epoch.current) {
      this.#targets = new WeakMap();
      this.#epoch = epoch.current;
    }
    const target = this.#targets.get(source) ?? this.#make(source);
    this.#receiver = isForAll ? receiver : nobody;
    this.#target = target;
    return target;
  }

  /** Where the collector comes from, and whether that holds for all receivers of the same class. */
  #source(self: unknown, receiver: unknown): { source: CollectorSource; isForAll: boolean } {
    const type = this.#classOf(receiver);
    const isForAll = !this.#isOnInstance || typeof receiver !== "function" || !isBoundIndividually(receiver);
    const source = (isForAll ? undefined : boundSource(self as object)) ?? (type && classSource(type));
    if (source !== undefined) return { source, isForAll };
    for (const metadata of type === undefined ? [this.#metadata] : metadataChain(type)) bindLazily(metadata);
    return { source: defaultRegistry, isForAll };
  }

  /** The receiver's class if it is the member's own or derived from it; of a detached member the class that declares it. */
  #classOf(receiver: unknown): Class | undefined {
    if (typeof receiver === "function") {
      for (const metadata of metadataChain(receiver as Class))
        if (metadata === this.#metadata) return receiver as Class;
    }
    return this.#metadata.type;
  }

  #make(source: CollectorSource): T {
    try {
      const spec = this.#metadata.specOf(this.#collector);
      const target = this.#open(isLive(spec) ? spec : source.getOrCreate(spec), this.#metadata.className);
      if (this.#metadata.type !== undefined) this.#targets.set(source, target);
      return target;
    } catch (error) {
      reportOnce(this, error, { source: this.#collector.name, cause: "instrumentation" });
      this.#targets.set(source, this.#lost);
      return this.#lost;
    }
  }
}
