import { CollectorResolver } from "../../binding/collector-resolver.js";
import { cacheEpoch } from "../../globals/cache-epoch.js";
import { reportOnce } from "../../globals/error-listener.js";
import type { ClassLabelOptions } from "../../metadata/declaration.js";
import type { ChildOf, LiveCollector, UpdateOptions } from "../../model/children.js";
import type { Labels } from "../../model/metric.js";
import type { CollectorSpec } from "../../model/specs.js";
import { type CallRecord, NotEndedError } from "../call.js";
import type { ThenableReport } from "../measure/results/thenable-report.js";
import { withoutMeasuring } from "../measure/unmeasured.js";
import type { DecoratedMethod } from "./dialect.js";
import type { ErrorPredicate } from "./error-filter.js";
import type { LabelSource } from "./label-source.js";

/**
 * What one decorator does around each call of one method. Nothing here ever throws.
 *
 * @internal
 */
export interface Probe {
  /** Whether it is to be given the call. */
  readonly readsCall: boolean;
  /** Whether it never has anything to do at the end. */
  readonly isEntryOnly: boolean;
  /**
   * The body begins to run.
   *
   * @returns what `leave` is to be given; `undefined` when there is nothing to do at the end
   */
  enter(self: unknown, call: CallRecord | undefined): unknown;
  /** The call has ended. */
  leave(token: unknown, self: unknown, call: CallRecord | undefined, failed: boolean, value: unknown): void;
  /** The body has returned a thenable to whose end the call is not measured. */
  pass?(token: unknown, self: unknown, thenable: object, report: ThenableReport): void;
  /** The body has returned something that runs only when it is first used. */
  suspend?(token: unknown, self: unknown): void;
  /** It is used. */
  resume?(token: unknown, self: unknown): void;
}

/**
 * What a decorator's options come to.
 *
 * @internal
 */
export interface ProbeOptions {
  readonly labelSource: LabelSource;
  /** Where the `class` label comes from, in the shared families. */
  readonly classLabel: ClassLabelOptions | undefined;
  readonly exemplar?: ((call: never) => Labels | undefined) | undefined;
  readonly when?: ((call: never) => boolean) | undefined;
  readonly matchesError: ErrorPredicate;
}

/** A live collector with, where the labels are the same for every call, its child. */
interface Target<K extends keyof ChildOf> {
  readonly collector: LiveCollector<K>;
  readonly child: ChildOf[K] | undefined;
  readonly className: string;
}

/**
 * What the probes of all decorators have in common: the way to the child, and that errors go no further.
 *
 * @internal
 */
export abstract class CollectorProbe<K extends keyof ChildOf> implements Probe {
  readonly readsCall: boolean;
  readonly isEntryOnly: boolean = false;
  readonly #source: string;
  readonly #labelling: LabelSource;
  readonly #exemplar: ProbeOptions["exemplar"];
  readonly #when: ProbeOptions["when"];
  readonly #route: CollectorResolver<Target<K>>;
  /** The epoch in which the child that is kept serves all calls, whatever they are made on. */
  protected cachedInEpoch = -1;
  /** Set while that is the epoch. */
  protected cachedChild: ChildOf[K] | undefined;

  constructor(place: DecoratedMethod, collector: CollectorSpec | LiveCollector, options: ProbeOptions) {
    const { labelSource: labelling, classLabel, exemplar, when } = options;
    this.readsCall = labelling.readsCall || exemplar !== undefined || when !== undefined;
    this.#source = collector.name;
    this.#labelling = labelling;
    this.#exemplar = exemplar;
    this.#when = when;
    const open = (live: LiveCollector, className: string) => this.#open(live as LiveCollector<K>, className);
    this.#route = new CollectorResolver<Target<K>>({ ...place, classLabel }, collector, open);
  }

  abstract enter(self: unknown, call: CallRecord | undefined): unknown;

  abstract leave(token: unknown, self: unknown, call: CallRecord | undefined, failed: boolean, value: unknown): void;

  pass(_token: unknown, self: unknown, thenable: object, report: ThenableReport): void {
    try {
      const { collector, className } = this.#route.resolve(self);
      collector.countUnmeasuredThenable();
      report.report(collector.name, className, thenable);
    } catch (error) {
      this.fail(self, error);
    }
  }

  /** The child to update. */
  protected child(self: unknown, call: CallRecord | undefined, error?: unknown): ChildOf[K] {
    return this.cachedInEpoch === cacheEpoch.current ? (this.cachedChild as ChildOf[K]) : this.#find(self, call, error);
  }

  /** Whether the call is to be measured. */
  protected admits(self: unknown, call: CallRecord | undefined): boolean {
    if (this.#when === undefined) return true;
    try {
      return withoutMeasuring(this.#when, call as never) === true;
    } catch (error) {
      this.fail(self, error);
      return false;
    }
  }

  /** The exemplar of a call. An update is not lost because its exemplar is. */
  protected exemplar(self: unknown, call: CallRecord | undefined): UpdateOptions | undefined {
    if (this.#exemplar === undefined) return undefined;
    try {
      const exemplar = withoutMeasuring(this.#exemplar, call as never);
      return exemplar && { exemplar };
    } catch (error) {
      if (error instanceof NotEndedError) throw error;
      this.fail(self, error);
      return undefined;
    }
  }

  /** Counts and reports what would otherwise reach the caller. */
  protected fail(self: unknown, error: unknown): void {
    try {
      this.#route.resolve(self).collector.countInstrumentationError(error);
    } catch {
      // The receiver's class cannot be looked at: then the first error is all that can be told.
      reportOnce(this, error, { source: this.#source, cause: "instrumentation" });
    }
  }

  #find(self: unknown, call: CallRecord | undefined, error: unknown): ChildOf[K] {
    const { child, collector, className } = this.#route.resolve(self);
    const isForAll = child !== undefined && this.#route.isForAll;
    this.cachedChild = isForAll ? child : undefined;
    this.cachedInEpoch = isForAll ? cacheEpoch.current : -1;
    return child ?? collector.labels(this.#labelling.values(className, call, error) as never);
  }

  #open(collector: LiveCollector<K>, className: string): Target<K> {
    return {
      collector,
      child: this.#labelling.isConstant ? this.#constantChild(collector, className) : undefined,
      className,
    };
  }

  /** Values that the collector refuses are refused, and counted, at each call. */
  #constantChild(collector: LiveCollector<K>, className: string): ChildOf[K] | undefined {
    try {
      return collector.labels(this.#labelling.values(className, undefined, undefined) as never);
    } catch {
      return undefined;
    }
  }
}

/**
 * Several probes on one method, the outermost first.
 *
 * @internal
 */
export class ProbeStack implements Probe {
  readonly probes: readonly Probe[];
  readonly readsCall: boolean;
  readonly isEntryOnly: boolean;

  constructor(probes: readonly Probe[]) {
    this.probes = probes;
    this.readsCall = probes.some((probe) => probe.readsCall);
    this.isEntryOnly = probes.every((probe) => probe.isEntryOnly);
  }

  enter(self: unknown, call: CallRecord | undefined): unknown {
    const tokens: unknown[] = [];
    let isOpen = false;
    for (const probe of this.probes) {
      const token = probe.enter(self, call);
      isOpen ||= token !== undefined;
      tokens.push(token);
    }
    return isOpen ? tokens : undefined;
  }

  leave(token: unknown, self: unknown, call: CallRecord | undefined, failed: boolean, value: unknown): void {
    this.#forOpen(token, (probe, own) => probe.leave(own, self, call, failed, value));
  }

  pass(token: unknown, self: unknown, thenable: object, report: ThenableReport): void {
    this.#forOpen(token, (probe, own) => probe.pass?.(own, self, thenable, report));
  }

  suspend(token: unknown, self: unknown): void {
    this.#forOpen(token, (probe, own) => probe.suspend?.(own, self));
  }

  resume(token: unknown, self: unknown): void {
    this.#forOpen(token, (probe, own) => probe.resume?.(own, self));
  }

  #forOpen(token: unknown, visit: (probe: Probe, own: unknown) => void): void {
    const tokens = (token ?? []) as readonly unknown[];
    for (let i = tokens.length - 1; i >= 0; i--) if (tokens[i] !== undefined) visit(this.probes[i] as Probe, tokens[i]);
  }
}
