import { type CollectorOpener, CollectorResolver } from "../../binding/collector-resolver.js";
import { cacheEpoch } from "../../globals/cache-epoch.js";
import { reportOnce } from "../../globals/error-listener.js";
import type { ClassLabelOptions } from "../../metadata/declaration.js";
import type { ChildOf, LiveCollector, UpdateOptions } from "../../model/children.js";
import { countInstrumentationError, countUnmeasuredThenable } from "../../model/dropped-updates.js";
import { continuedChild } from "../../model/expiring.js";
import type { Labels } from "../../model/families/metric.js";
import type { CollectorSpec } from "../../model/specs.js";
import { type CallRecord, NotEndedError } from "../call.js";
import type { ThenableReport } from "../measure/results/thenable-report.js";
import { withoutMeasuring } from "../measure/unmeasured.js";
import type { DecoratedMethod } from "./dialect.js";
import type { ErrorPredicate } from "./error-filter.js";
import type { LabelSource } from "./label-source.js";

/**
 * The measurement that one decorator takes of the calls of one method: it is called when a call begins and when it
 * ends. Its methods never throw.
 *
 * @internal
 */
export interface Probe {
  /** Whether the probe reads the call. */
  readonly readsCall: boolean;
  /** Whether the probe does nothing at the end of a call. */
  readonly isEntryOnly: boolean;
  /**
   * Called when the body of the method starts to run.
   *
   * @returns a token for the other methods; `undefined` if nothing is to be done at the end
   */
  enter(self: unknown, call: CallRecord | undefined): unknown;
  /** Called when the call has ended. */
  leave(token: unknown, self: unknown, call: CallRecord | undefined, failed: boolean, value: unknown): void;
  /** Called when the body has returned a thenable and the call is not measured until that settles. */
  pass(token: unknown, self: unknown, thenable: object, report: ThenableReport): void;
  /** Called when the body has returned an object that does its work when it is first used. */
  suspend?(token: unknown, self: unknown): void;
  /** Called when that object is used. */
  resume?(token: unknown, self: unknown): void;
}

/**
 * The options of a decorator, as its probe uses them.
 *
 * @internal
 */
export interface ProbeOptions {
  readonly labelSource: LabelSource;
  /** Source of the `class` label in the shared families. */
  readonly classLabel: ClassLabelOptions | undefined;
  readonly exemplar?: ((call: never) => Labels | undefined) | undefined;
  readonly when?: ((call: never) => boolean) | undefined;
  readonly matchesError: ErrorPredicate;
}

/** A live collector, and its child if every call has the same labels. */
interface Target<K extends keyof ChildOf> {
  readonly collector: LiveCollector<K>;
  readonly child: ChildOf[K] | undefined;
  readonly className: string;
}

/**
 * Base class of the probes of all decorators: finds the child to update, and counts and reports errors instead of
 * throwing them.
 *
 * @internal
 */
export abstract class CollectorProbe<K extends keyof ChildOf> implements Probe, CollectorOpener<Target<K>> {
  readonly readsCall: boolean;
  readonly isEntryOnly: boolean = false;
  readonly #source: string;
  readonly #labelSource: LabelSource;
  readonly #exemplar: ProbeOptions["exemplar"];
  readonly #when: ProbeOptions["when"];
  readonly #resolver: CollectorResolver<Target<K>>;
  /** The epoch in which the cached child is valid for all calls, whatever their receiver. */
  protected cachedInEpoch = -1;
  /** The child that is valid in that epoch. */
  protected cachedChild: ChildOf[K] | undefined;

  constructor(method: DecoratedMethod, collector: CollectorSpec | LiveCollector, options: ProbeOptions) {
    const { labelSource, classLabel, exemplar, when } = options;
    this.readsCall = labelSource.readsCall || exemplar !== undefined || when !== undefined;
    this.#source = collector.name;
    this.#labelSource = labelSource;
    this.#exemplar = exemplar;
    this.#when = when;
    this.#resolver = new CollectorResolver<Target<K>>(method, classLabel, collector, this);
  }

  abstract enter(self: unknown, call: CallRecord | undefined): unknown;

  abstract leave(token: unknown, self: unknown, call: CallRecord | undefined, failed: boolean, value: unknown): void;

  pass(_token: unknown, self: unknown, thenable: object, report: ThenableReport): void {
    try {
      const { collector, className } = this.#resolver.resolve(self);
      collector[countUnmeasuredThenable]();
      report.report(collector.name, className, thenable);
    } catch (error) {
      this.fail(self, error);
    }
  }

  /** Returns the child to update. */
  protected child(self: unknown, call: CallRecord | undefined, error?: unknown): ChildOf[K] {
    return this.cachedInEpoch === cacheEpoch.current ? (this.cachedChild as ChildOf[K]) : this.#find(self, call, error);
  }

  /** Whether the option `when` admits the call. */
  protected admits(self: unknown, call: CallRecord | undefined): boolean {
    if (this.#when === undefined) return true;
    try {
      return withoutMeasuring(this.#when, call as never) === true;
    } catch (error) {
      this.fail(self, error);
      return false;
    }
  }

  /** Returns the exemplar of a call. If the user's function throws, the update is made without an exemplar. */
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

  /** Counts and reports an error, which would otherwise reach the caller. */
  protected fail(self: unknown, error: unknown): void {
    try {
      this.#resolver.resolve(self).collector[countInstrumentationError](error);
    } catch {
      // Reading the class of the receiver throws. The first error is reported without a count.
      reportOnce(this, error, { source: this.#source, code: "NARTHEX_LOST_UPDATE" });
    }
  }

  #find(self: unknown, call: CallRecord | undefined, error: unknown): ChildOf[K] {
    const { child, collector, className } = this.#resolver.resolve(self);
    const isForAll = child !== undefined && this.#resolver.isForAll;
    this.cachedChild = isForAll ? child : undefined;
    this.cachedInEpoch = isForAll ? cacheEpoch.current : -1;
    return child ?? continuedChild(collector, this.#labelSource.values(className, call, error));
  }

  open(live: LiveCollector, className: string): Target<K> {
    const collector = live as LiveCollector<K>;
    return {
      collector,
      child: this.#labelSource.isConstant ? this.#constantChild(collector, className) : undefined,
      className,
    };
  }

  /**
   * Returns the child, or `undefined` if the collector rejects the label values. Each call then fails again and is
   * counted.
   */
  #constantChild(collector: LiveCollector<K>, className: string): ChildOf[K] | undefined {
    try {
      return continuedChild(collector, this.#labelSource.values(className, undefined, undefined));
    } catch {
      return undefined;
    }
  }
}

/**
 * The probes of one method as one probe, the outermost first.
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
    this.#forOpen(token, (probe, own) => probe.pass(own, self, thenable, report));
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
