import { cacheEpoch } from "../globals/cache-epoch.js";
import { collectorBrand, type LiveCollector } from "../model/children.js";
import type {
  Collector,
  FamilyDescription,
  Gathered,
  Gatherer,
  GatherOptions,
  Registerer,
  RegisterOptions,
} from "../model/collector.js";
import type { CollectorOfSpec } from "../model/collectors-by-kind.js";
import { countLostUpdate } from "../model/dropped-updates.js";
import { withCode } from "../model/errors/coded-error.js";
import type { Labels } from "../model/families/metric.js";
import type { AnySpec } from "../model/specs.js";
import { dispose } from "../platform/dispose.js";
import { gatherRules } from "../validation/gatherer.js";
import { callback, checkArgument, checkOptions, string } from "../validation/options.js";
import { scopeRules } from "../validation/scope.js";
import { collectorFactory } from "./collector-factory.js";
import { isSameDefinition, rejectConflict, rejectLabels } from "./conflicts.js";
import { droppedUpdateFamilies, LostUpdates, reservedNames } from "./dropped-updates.js";
import { gatherFrom, gatherNowFrom } from "./gathering/gather.js";
import { GatherMemory } from "./gathering/gather-memory.js";
import { NameIndex } from "./name-index.js";
import { collectorOrName, nameOf, registerRules, requireCollector } from "./registry-arguments.js";
import { optionsInside } from "./scope.js";

/** Options for {@link Registry}. */
export interface RegistryOptions {
  /** Prefix of every metric name. It is added as it is, so it usually ends in `_`. */
  readonly prefix?: string | undefined;
  /**
   * Labels of every series. Use them only if the scraper cannot add the labels.
   *
   * Registering a collector that declares a label of the same name throws. A state set declares its full name, which is
   * the label of its states. Labels that are only known during a scrape, such as the facts of an info, take precedence.
   */
  readonly constLabels?: Labels | undefined;
}

/** The result of {@link Registry.findOrCreate}. */
interface FoundCollector {
  readonly collector: Collector;
  /** Whether it was created by the call. An existing collector has other users, which rely on it. */
  readonly isNew: boolean;
}

/**
 * Holds collectors and gathers their metrics for each scrape.
 *
 * @example
 * ```ts
 * const registry = new Registry();
 * new Counter({ name: "events_total", help: "Number of events.", registry });
 * console.log(await renderText(registry));
 * ```
 */
export class Registry implements Registerer, Gatherer {
  readonly #collectors = new NameIndex();
  readonly #memory = new GatherMemory();
  readonly #hooks = new Set<() => void | Promise<void>>();
  /** Prefix of every metric name. */
  readonly prefix: string;
  #constLabels: Labels;
  #isGathered = false;
  readonly #lost = new LostUpdates();
  readonly #droppedUpdates: Collector = {
    collect: () => droppedUpdateFamilies(this.#collectors.collectors(), this.#lost),
  };

  /**
   * @param options - a prefix and constant labels for all metrics
   * @throws {TypeError | RangeError} if the prefix or a label is invalid
   */
  constructor(options: RegistryOptions = {}) {
    checkOptions("Registry", options, scopeRules);
    this.prefix = options.prefix ?? "";
    this.#constLabels = { ...options.constLabels };
  }

  /** Constant labels of every series. */
  get constLabels(): Labels {
    return this.#constLabels;
  }

  /**
   * Replaces the constant labels of the registry. Use it for the default registry, which the package creates; pass the
   * option `constLabels` to your own registries.
   *
   * @param constLabels - names and values
   * @throws {TypeError | RangeError} if a label is invalid
   * @throws {Error} if a registered collector declares a label of the same name, or if the registry has been gathered:
   * the labels of a series must not change between scrapes
   * @example
   * ```ts
   * defaultRegistry.setConstLabels({ region: process.env.REGION ?? "unknown" });
   * ```
   */
  setConstLabels(constLabels: Labels): void {
    if (this.#isGathered) {
      throw withCode(
        "NARTHEX_CONST_LABELS_FIXED",
        new Error("Registry: constLabels cannot be changed after the first scrape. Set them when the program starts."),
      );
    }
    scopeRules.constLabels("Registry", "constLabels", constLabels);
    for (const described of this.#collectors.descriptions()) rejectLabels(described, this.prefix, constLabels);
    this.#constLabels = { ...constLabels };
  }

  /**
   * Adds a collector. A collector can be in several registries.
   *
   * @param collector - a live or a custom collector
   * @param options - whether a live collector may be shared
   * @returns the collector, or with `reuse` the registered live collector of the same definition, if there is one
   * @throws {TypeError} if the argument is not a collector, or an option is unknown
   * @throws {Error} if the collector is registered already, or if its names conflict with those of another collector
   */
  register<C extends Collector>(collector: C, options: RegisterOptions = {}): C {
    checkOptions("register", options, registerRules);
    if (this.#collectors.has(collector)) {
      if (options.reuse) return collector;
      throw withCode(
        "NARTHEX_DUPLICATE_COLLECTOR",
        new Error(
          `${nameOf(collector)}: the collector is already registered in this registry. Register it only once, or set reuse: true.`,
        ),
      );
    }
    requireCollector(collector);
    const described = collector.describe?.() ?? [];
    const same = options.reuse && described[0] !== undefined ? this.#existingLike(described[0]) : undefined;
    if (same !== undefined) return same as C;
    for (const added of described) {
      if (reservedNames.includes(added.name))
        throw withCode(
          "NARTHEX_INVALID_METRIC_NAME",
          new Error(`${added.name}: the name is reserved for the library. Use another name.`),
        );
      rejectLabels(added, this.prefix, this.#constLabels);
      for (const existing of this.#collectors.rivalsOf(added)) rejectConflict(existing.description, added);
    }
    this.#collectors.add(collector, described);
    return collector;
  }

  /**
   * Removes a collector, or all collectors of a family. Their children still work, but this registry no longer exposes
   * them.
   *
   * @param collector - a registered collector, or the full name of a family, without the prefix of the registry
   * @returns whether there was such a collector
   * @throws {TypeError} if the argument is neither a collector nor a name
   */
  unregister(collector: Collector | string): boolean {
    checkArgument("unregister", "collector", collector, collectorOrName);
    const removed = typeof collector === "string" ? this.#collectors.collectorsOf(collector) : [collector];
    cacheEpoch.current++;
    this.#memory.forget();
    return removed.filter((one) => this.#collectors.delete(one)).length > 0;
  }

  /**
   * Returns the collector of a family: the first one if several collectors share the family with different constant
   * labels.
   *
   * @param name - the full name, such as `events_total`, without the prefix of the registry
   * @throws {TypeError} if the name is not a string
   * @example
   * ```ts
   * const events = registry.get("events_total");
   * if (events instanceof Counter) console.log(events.get());
   * ```
   */
  get(name: string): Collector | undefined {
    checkArgument("get", "name", name, string);
    return this.#collectors.collectorsOf(name)[0];
  }

  /** Returns all collectors, in the order in which they were registered. */
  collectors(): readonly Collector[] {
    return [...this.#collectors.collectors()];
  }

  /**
   * Resets the live collectors: removes the series of those with labels, and returns the others to their initial
   * values. All collectors stay registered. Use it between tests.
   */
  reset(): void {
    for (const collector of this.#collectors.collectors()) {
      if (collectorBrand in collector) (collector as Collector & Partial<LiveCollector>).clear?.();
    }
  }

  /** Removes all collectors. */
  clear(): void {
    cacheEpoch.current++;
    this.#memory.forget();
    this.#collectors.clear();
  }

  /**
   * Counts an update that was lost inside a decorator because its collector could not be registered. The registry
   * exposes the number as `narthex_instrumentation_errors_total`.
   *
   * @param metric - the name of that collector
   * @internal
   */
  [countLostUpdate](metric: string): void {
    this.#lost.add("instrumentation", metric, 1);
  }

  /**
   * Returns the collector of a spec, and creates and registers it if the registry has none of the same definition.
   *
   * @param spec - the result of `counter`, `gauge`, `histogram`, `summary`, `info` or `stateSet`
   * @throws {Error} if the registry has a collector of the same name with another definition
   */
  // biome-ignore lint/suspicious/noExplicitAny: a schema here would be taken for that of a spec made in the call
  getOrCreate<S extends AnySpec<string, any>>(spec: S): CollectorOfSpec<S> {
    return this.findOrCreate(spec).collector as CollectorOfSpec<S>;
  }

  /**
   * Returns the collector of a spec as `getOrCreate` does, and whether it was created.
   *
   * @throws {Error} if the registry has a collector of the same name with another definition
   * @internal
   */
  findOrCreate(spec: AnySpec): FoundCollector {
    const { familyName, describe, create } = collectorFactory();
    const isKnown = this.#collectors.collectorsOf(familyName(spec)).length > 0;
    const existing = isKnown ? this.#existingLike(describe(spec)) : undefined;
    if (existing !== undefined) return { collector: existing, isNew: false };
    return { collector: this.register(create(spec)), isNew: true };
  }

  /**
   * Adds a hook that runs before each gather, for example to create collectors on demand.
   *
   * @param hook - a function; if it returns a promise, the gather waits for it
   * @returns a disposable that removes the hook
   * @throws {TypeError} if the hook is not a function
   */
  beforeGather(hook: () => void | Promise<void>): Disposable {
    checkArgument("beforeGather", "hook", hook, callback);
    this.#hooks.add(hook);
    return { [dispose]: () => void this.#hooks.delete(hook) };
  }

  /**
   * Returns the current families, sorted by name.
   *
   * @param options - the names to gather, and a deadline for collectors
   * @throws {TypeError} if an option has the wrong type or is unknown
   */
  async gather(options: GatherOptions = {}): Promise<Gathered> {
    checkOptions("gather", options, gatherRules);
    const inside = { ...optionsInside(this, options), lost: this.#lost };
    this.#isGathered = true;
    for (const hook of this.#hooks) await hook();
    return gatherFrom(this.#collectorsToGather(), inside, this, this.#memory);
  }

  /**
   * Returns the families that are available synchronously, for the end of a process. It runs no hooks and omits
   * collectors that return a promise.
   */
  gatherNow(): Gathered {
    this.#isGathered = true;
    return gatherNowFrom(this.#collectorsToGather(), { lost: this.#lost }, this, this.#memory);
  }

  /** Yields the collectors for a gather. Collectors that are removed while the gather pauses are skipped. */
  *#collectorsToGather(): Generator<Collector> {
    for (const collector of this.collectors()) if (this.#collectors.has(collector)) yield collector;
    yield this.#droppedUpdates;
  }

  /** Returns the registered live collector that has this description. */
  #existingLike(wanted: FamilyDescription): Collector | undefined {
    for (const { collector, description: existing } of this.#collectors.rivalsOf(wanted)) {
      if (!(collectorBrand in collector) || existing.name !== wanted.name) continue;
      if (isSameDefinition(existing, wanted)) return collector;
    }
    return undefined;
  }
}
