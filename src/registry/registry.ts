import { cacheEpoch } from "../globals/cache-epoch.js";
import { type ChildOf, collectorBrand, type LiveCollector } from "../model/children.js";
import type {
  Collector,
  FamilyDescription,
  Gathered,
  Gatherer,
  GatherOptions,
  Registerer,
  RegisterOptions,
} from "../model/collector.js";
import type { Labels } from "../model/metric.js";
import { traitsOf } from "../model/metric-types.js";
import type { AnySpec, SchemaOf } from "../model/specs.js";
import { dispose } from "../platform/dispose.js";
import { checkOptions } from "../validation/options.js";
import { scopeRules } from "../validation/scope.js";
import { collectorFactory } from "./collector-factory.js";
import { familyDifference, isSameCollector, settingDifference, sharedSampleName } from "./conflicts.js";
import { droppedUpdateFamilies, reservedNames } from "./dropped-updates.js";
import { gatherFrom, gatherNowFrom } from "./gathering/gather.js";
import { NameIndex } from "./name-index.js";

/** What a registry may add to everything in it. */
export interface RegistryOptions {
  /** Put before every name, as it is: usually it ends in `_`. */
  readonly prefix?: string | undefined;
  /**
   * Carried by every series. Prefer labels that the scraper adds; this is for those who cannot.
   *
   * A collector that declares a label of such a name is refused when it is registered. A state set declares its full name, which is
   * the label of its states. What is known only at a scrape, such as the facts of an info, wins over a constant label of its name.
   */
  readonly constLabels?: Labels | undefined;
}

/**
 * Keeps collectors and asks them at each scrape.
 *
 * @example
 * ```ts
 * const registry = new Registry();
 * new Counter({ name: "events_total", help: "Number of events.", registry });
 * const { body } = await render(registry);
 * ```
 */
export class Registry implements Registerer, Gatherer {
  readonly #collectors = new Map<Collector, readonly FamilyDescription[]>();
  readonly #names = new NameIndex();
  readonly #hooks = new Set<() => void | Promise<void>>();
  /** What stands before every name. */
  readonly prefix: string;
  #constLabels: Labels;
  #isGathered = false;
  /** How many updates were lost for want of a collector, by its name. */
  readonly #refused = new Map<string, number>();
  readonly #droppedUpdates: Collector = {
    collect: () => droppedUpdateFamilies(this.#collectors.keys(), this.#refused),
  };

  /**
   * @param options - a prefix and labels for everything in the registry
   * @throws TypeError or RangeError when the prefix or a label is not lawful
   */
  constructor(options: RegistryOptions = {}) {
    checkOptions("Registry", options, scopeRules);
    this.prefix = options.prefix ?? "";
    this.#constLabels = { ...options.constLabels };
  }

  /** What every series carries. */
  get constLabels(): Labels {
    return this.#constLabels;
  }

  /**
   * Sets the constant labels of everything in the registry, in place of those that it has. For the default registry, which is
   * there before the program is; others take the option `constLabels`.
   *
   * @param constLabels - names and values
   * @throws TypeError or RangeError if a label is invalid; Error if a registered collector declares a label of such a
   * name, or if the registry has been gathered: series that have been scraped keep their labels
   * @example
   * ```ts
   * defaultRegistry.setConstLabels({ region: process.env.REGION ?? "unknown" });
   * ```
   */
  setConstLabels(constLabels: Labels): void {
    if (this.#isGathered) {
      throw new Error(
        "Registry: constLabels cannot be changed after the first scrape. Set them when the program starts.",
      );
    }
    scopeRules.constLabels("Registry", "constLabels", constLabels);
    for (const described of this.#descriptions()) refuseLabels(described, this.prefix, constLabels);
    this.#constLabels = { ...constLabels };
  }

  /**
   * Adds a collector; a collector may be in several registries.
   *
   * @param collector - a live or a custom collector
   * @param options - whether a live collector may be shared
   * @returns the collector; with `reuse` the live one that is here under the same definition, if there is one
   * @throws TypeError when it is no collector; Error when it is here already, or when a name of it clashes with one that is here
   */
  register<C extends Collector>(collector: C, options: RegisterOptions = {}): C {
    if (this.#collectors.has(collector)) {
      if (options.reuse) return collector;
      throw new Error(`${nameOf(collector)}: is registered already in this registry.`);
    }
    if (typeof collector?.collect !== "function") throw new TypeError(`register: ${refusalOf(collector)}`);
    const described = collector.describe?.() ?? [];
    const same = options.reuse ? this.#existingLike(described) : undefined;
    if (same !== undefined) return same as C;
    for (const added of described) {
      if (reservedNames.includes(added.name))
        throw new Error(`${added.name}: is a name that the library keeps for itself.`);
      refuseLabels(added, this.prefix, this.#constLabels);
      for (const held of this.#names.sharing(added)) this.#refuseClash(held.description, added);
    }
    this.#collectors.set(collector, described);
    this.#names.add(collector, described);
    return collector;
  }

  /**
   * Takes a collector out. Its children go on working, but this registry shows them no more.
   *
   * @param collector - what was given to `register`
   * @returns whether it was there
   */
  unregister(collector: Collector): boolean {
    cacheEpoch.current++;
    this.#names.delete(collector);
    return this.#collectors.delete(collector);
  }

  /** Takes all collectors out. */
  clear(): void {
    cacheEpoch.current++;
    this.#names.clear();
    this.#collectors.clear();
  }

  /**
   * Counts an update that was lost inside a decorator because the registry refused its collector; shown as
   * `narthex_instrumentation_errors_total`.
   *
   * @param metric - the name of the collector that could not be made
   */
  countInstrumentationError(metric: string): void {
    this.#refused.set(metric, (this.#refused.get(metric) ?? 0) + 1);
  }

  /**
   * The collector of a spec: the one that is here under the same definition, or a new one.
   *
   * @param spec - made by `counter`, `gauge`, `histogram` or `summary`
   * @throws Error when a collector of the same name but another definition is here
   */
  // biome-ignore lint/suspicious/noExplicitAny: a schema here would be taken for that of a spec made in the call
  getOrCreate<S extends AnySpec<keyof ChildOf, any>>(spec: S): Collector & LiveCollector<S["kind"], SchemaOf<S>> {
    const { describe, create } = collectorFactory();
    const collector = this.#existingLike([describe(spec)]) ?? this.register(create(spec));
    return collector as Collector & LiveCollector<S["kind"], SchemaOf<S>>;
  }

  /**
   * Adds a hook that runs before each gather, to create what is created late.
   *
   * @param hook - may return a promise, which is awaited
   * @returns a disposable that takes the hook away
   */
  beforeGather(hook: () => void | Promise<void>): Disposable {
    this.#hooks.add(hook);
    return { [dispose]: () => void this.#hooks.delete(hook) };
  }

  /**
   * All families as of now, sorted by name.
   *
   * @param options - names to restrict the gather to, and a signal that ends the waiting for collectors
   */
  async gather(options: GatherOptions = {}): Promise<Gathered> {
    this.#isGathered = true;
    for (const hook of this.#hooks) await hook();
    return gatherFrom(this.#asked(), options, this);
  }

  /**
   * All families that can be had without waiting, for the very end of a process: no hooks run, and collectors that answer with a
   * promise are left out.
   */
  gatherNow(): Gathered {
    this.#isGathered = true;
    return gatherNowFrom(this.#asked(), {}, this);
  }

  /** What a gather asks. A collector that is taken out while the gather pauses is asked no more. */
  *#asked(): Generator<Collector> {
    for (const collector of [...this.#collectors.keys()]) if (this.#collectors.has(collector)) yield collector;
    yield this.#droppedUpdates;
  }

  *#descriptions(): Generator<FamilyDescription> {
    for (const described of this.#collectors.values()) yield* described;
  }

  /** The live collector of this description, which is that of one. */
  #existingLike([wanted]: readonly FamilyDescription[]): Collector | undefined {
    if (wanted === undefined) return undefined;
    for (const { collector, description: held } of this.#names.sharing(wanted)) {
      if (!(collectorBrand in collector) || held.name !== wanted.name) continue;
      if (familyDifference(held, wanted) !== undefined || !isSameCollector(held, wanted)) continue;
      if (settingDifference(held, wanted) === undefined) return collector;
    }
    return undefined;
  }

  #refuseClash(held: FamilyDescription, added: FamilyDescription): void {
    if (held.name === added.name) {
      const inFamily = familyDifference(held, added);
      if (inFamily === undefined && !isSameCollector(held, added)) return;
      const difference = inFamily ?? settingDifference(held, added);
      const remedy =
        difference === undefined
          ? "reuse: true to share the collector where a module is evaluated again"
          : "give both the same definition";
      throw new Error(
        `${added.name}: the name is taken in this registry, and the metric ${difference ?? "is the same one"}; use another name, or ${remedy}.`,
      );
    }
    const shared = sharedSampleName(held, added);
    if (shared === undefined) return;
    throw new Error(
      `${added.name} (${added.type}) clashes with ${held.name} (${held.type}): both write samples named ${shared}; rename one of them.`,
    );
  }
}

function refuseLabels(description: FamilyDescription, prefix: string, registryLabels: Labels): void {
  const { name, type, labelNames = [], constLabels = {} } = description;
  const stateLabel = traitsOf(type).isLabelledByName ? prefix + name : undefined;
  if (stateLabel !== undefined && (labelNames.includes(stateLabel) || Object.hasOwn(constLabels, stateLabel))) {
    throw new Error(
      `${name}: the label "${stateLabel}" shows the states under the prefix "${prefix}" of the registry; give the label another name.`,
    );
  }
  for (const label of stateLabel === undefined ? labelNames : [...labelNames, stateLabel]) {
    if (Object.hasOwn(registryLabels, label))
      throw new Error(`${name}: the label "${label}" is a constant label of the registry already.`);
  }
}

function refusalOf(given: unknown): string {
  const { kind, name } = Object(given) as { readonly kind?: unknown; readonly name?: unknown };
  if (typeof given === "object" && kind !== undefined)
    return `${String(name)} is a spec of a ${String(kind)}, not a collector; use getOrCreate(spec).`;
  const what = typeof given === "function" ? `the function ${String(name)}` : String(given);
  return `takes a collector, which has a collect method that returns metric families, but was given ${what}.`;
}

function nameOf(collector: Collector): string {
  return collector.describe?.()[0]?.name ?? collector.constructor.name;
}
