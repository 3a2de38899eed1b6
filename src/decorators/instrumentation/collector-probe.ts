import { type CollectorOpener, CollectorResolver, type ReceiverKind } from "../../binding/collector-resolver.js";
import { cacheEpoch } from "../../globals/cache-epoch.js";
import { reportOnce } from "../../globals/error-listener.js";
import type { ClassLabelOptions, InstrumentationKind } from "../../metadata/declaration.js";
import type { ClassMetadata } from "../../metadata/store.js";
import type { ChildOf, LiveCollector, UpdateOptions } from "../../model/children.js";
import { countInstrumentationError, countUnmeasuredThenable } from "../../model/dropped-updates.js";
import { continuedChild } from "../../model/expiring.js";
import type { CollectorSpec } from "../../model/specs.js";
import { checkExemplar } from "../../validation/exemplar.js";
import { type CallRecord, NotEndedError } from "../call.js";
import type { ThenableReport } from "../measure/results/thenable-report.js";
import { withoutMeasuring } from "../measure/unmeasured.js";
import type { DecoratedMethod } from "./dialect.js";
import type { DecoratorArguments, LabelRecord } from "./instrument.js";
import { type LabelSource, labelSourceFor } from "./label-source.js";
import type { MemberProbe } from "./probe.js";

/** A live collector, and its child if every call has the same labels. */
interface Target<K extends keyof ChildOf> {
  readonly collector: LiveCollector<K>;
  readonly child: ChildOf[K] | undefined;
  readonly className: string;
}

/**
 * Base class of the probes of all decorators, which are also their declarations: finds the child to update, and counts
 * and reports errors instead of throwing them. Programs declare thousands of them while they load, so anything that
 * only calls or bindings need is created by the first of those.
 *
 * @internal
 */
export abstract class CollectorProbe<K extends keyof ChildOf> implements MemberProbe, CollectorOpener<Target<K>> {
  readonly metadata: ClassMetadata;
  readonly receives: ReceiverKind;
  readonly member: string | symbol;
  readonly private: boolean;
  protected readonly args: DecoratorArguments;
  #labels: LabelSource | undefined;
  #resolver: CollectorResolver<Target<K>> | undefined;
  /** The epoch in which the cached child is valid for all calls, whatever their receiver. */
  protected cachedInEpoch = -1;
  /** The child that is valid in that epoch. */
  protected cachedChild: ChildOf[K] | undefined;

  constructor(method: DecoratedMethod, args: DecoratorArguments) {
    this.metadata = method.metadata;
    this.receives = method.receives;
    this.member = method.member;
    this.private = method.private;
    this.args = args;
  }

  get kind(): InstrumentationKind {
    return this.args.instrument.kind;
  }

  get static(): boolean {
    return this.receives === "class";
  }

  get options(): Readonly<Record<string, unknown>> {
    return this.args.options as Readonly<Record<string, unknown>>;
  }

  get collector(): CollectorSpec | LiveCollector {
    return this.args.collector ?? this.args.instrument.shared;
  }

  get classLabel(): ClassLabelOptions | undefined {
    return this.args.collector === undefined ? this.args.options : undefined;
  }

  get name(): string {
    const { member } = this;
    return typeof member === "symbol" ? `[${member.description ?? ""}]` : member;
  }

  get readsCall(): boolean {
    return this.args.readsCall;
  }

  get isEntryOnly(): boolean {
    return false;
  }

  labels(className: string): LabelRecord | undefined {
    return this.#labelSource().declared(className);
  }

  abstract enter(self: unknown, call: CallRecord | undefined): unknown;

  abstract leave(token: unknown, self: unknown, call: CallRecord | undefined, failed: boolean, value: unknown): void;

  pass(_token: unknown, self: unknown, thenable: object, report: ThenableReport): void {
    try {
      const { collector, className } = this.#target(self);
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

  /** Whether the option `when` admits the call. Without the option, calls need no record. */
  protected admits(self: unknown, call: CallRecord): boolean {
    const { when } = this.args.options;
    if (when === undefined) return true;
    try {
      return withoutMeasuring(when, call as never) === true;
    } catch (error) {
      this.fail(self, error);
      return false;
    }
  }

  /**
   * Returns the exemplar of a call. If the user's function throws or returns an invalid one, the update is made without
   * an exemplar.
   */
  protected exemplar(self: unknown, call: CallRecord | undefined): UpdateOptions | undefined {
    const compute = call === undefined ? undefined : this.args.options.exemplar;
    if (compute === undefined) return undefined;
    try {
      const exemplar = withoutMeasuring(compute, call as never);
      if (!exemplar) return undefined;
      checkExemplar(this.collector.name, exemplar);
      return { exemplar };
    } catch (error) {
      if (error instanceof NotEndedError) throw error;
      this.fail(self, error);
      return undefined;
    }
  }

  /** Counts and reports an error, which would otherwise reach the caller. */
  protected fail(self: unknown, error: unknown): void {
    try {
      this.#target(self).collector[countInstrumentationError](error);
    } catch {
      // Reading the class of the receiver throws. The first error is reported without a count.
      reportOnce(this, error, { source: this.collector.name, code: "NARTHEX_LOST_UPDATE" });
    }
  }

  #find(self: unknown, call: CallRecord | undefined, error: unknown): ChildOf[K] {
    const { child, collector, className } = this.#target(self);
    const isForAll = child !== undefined && this.#resolver?.isForAll === true;
    this.cachedChild = isForAll ? child : undefined;
    this.cachedInEpoch = isForAll ? cacheEpoch.current : -1;
    return child ?? continuedChild(collector, this.#labelSource().values(className, call, error));
  }

  #target(self: unknown): Target<K> {
    this.#resolver ??= new CollectorResolver<Target<K>>(this, this.classLabel, this.collector, this);
    return this.#resolver.resolve(self);
  }

  #labelSource(): LabelSource {
    this.#labels ??= labelSourceFor(this.args, this.name);
    return this.#labels;
  }

  open(live: LiveCollector, className: string): Target<K> {
    const collector = live as LiveCollector<K>;
    return {
      collector,
      child: this.#labelSource().isConstant ? this.#constantChild(collector, className) : undefined,
      className,
    };
  }

  /**
   * Returns the child, or `undefined` if the collector rejects the label values. Each call then fails again and is
   * counted.
   */
  #constantChild(collector: LiveCollector<K>, className: string): ChildOf[K] | undefined {
    try {
      return continuedChild(collector, this.#labelSource().values(className, undefined, undefined));
    } catch {
      return undefined;
    }
  }
}
