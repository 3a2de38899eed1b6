import type { Bound, RemainingLabels } from "../model/bound.js";
import type { StateSetChild } from "../model/children.js";
import { withCode } from "../model/errors/coded-error.js";
import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import type { StateSetSpecOptions } from "../model/specs.js";
import { inspectValue } from "../validation/errors.js";
import { bindLabels } from "./bound/bound-labels.js";
import { BoundStateSet } from "./bound/bound-state-set.js";
import { type ChildOwner, CollectorChild } from "./collector-child.js";
import type { LiveOptions } from "./creation/registration.js";
import { LabelledCollector } from "./labelled-collector.js";
import { areLabels } from "./storage/label-values.js";
import { readStateSet } from "./storage/read-metrics.js";
import type { SeriesKind } from "./storage/series-kind.js";
import type { SeriesPage } from "./storage/series-page.js";

/** Options for {@link StateSet}. */
export interface StateSetOptions<L extends LabelSchema = LabelSchema, S extends string = string>
  extends StateSetSpecOptions<L, S>,
    LiveOptions {}

/**
 * One current state out of several. Each state has a sample, which is 1 for the current state and 0 for the others. The
 * first state is the initial one.
 *
 * @example
 * ```ts
 * const breaker = new StateSet({
 *   name: "breaker_state",
 *   help: "State of the breaker.",
 *   states: ["closed", "open"],
 * });
 * breaker.set("open");
 * ```
 */
export class StateSet<const S extends string, const L extends LabelSchema = readonly []> extends LabelledCollector<
  "stateset",
  L,
  StateSetChild<S>
> {
  /** The states in declared order. */
  readonly states: readonly S[];

  /**
   * @param options - name, help, states, labels and registry
   * @throws {TypeError | RangeError} if an option is invalid
   * @throws {Error} if the registry already has a metric of this name
   */
  constructor(options: StateSetOptions<L, S>) {
    super("stateset", options, () => stateSetKind(options.states));
    this.states = Object.freeze([...options.states]);
    return this.begin(options);
  }

  /**
   * Sets the current state.
   *
   * @param args - the label values if the state set has labels, then the state
   * @throws {RangeError} if there is no such state
   * @throws {TypeError} if a label is missing or unknown
   */
  set(...args: LabelledArguments<L, [state: S]>): void;
  set(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) {
      this.single.set(first as S);
      return;
    }
    this.checkUpdate(second);
    this.labels(first as LabelValues<L>).set(second as S);
  }

  /**
   * Returns the current state, or `undefined` if there is no such series.
   *
   * @param args - the label values if the state set has labels
   */
  get(...args: LabelledArguments<L, []>): S | undefined;
  get(labels?: unknown): S | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  /** Whether all series have their initial state. @internal */
  override isPristine(): boolean {
    const initial = this.states[0];
    return [...this.series()].every(({ child }) => child.get() === initial);
  }

  /**
   * Binds some labels. Nothing is created before the first update.
   *
   * @param labels - the values of some of the labels
   * @returns a state set with the remaining labels, whose updates are those of this one
   * @throws {TypeError | RangeError} if a label is unknown or its value is invalid
   */
  withLabels<const Names extends keyof LabelValues<L>>(
    labels: Pick<LabelValues<L>, Names>,
  ): Bound<StateSet<S, RemainingLabels<L, Names>>> {
    return new BoundStateSet(this, bindLabels(this.definition, labels)) as never;
  }

  /** @internal */
  override checkUpdate(value: unknown): void {
    if (this.states.includes(value as S)) return;
    this.requireUpdatable();
    rejectState(this.name, this.states, value);
  }

  /** @internal */
  protected override makeChild(
    page: SeriesPage,
    offset: number,
    values: Float64Array,
    at: number,
  ): LiveStateSetChild<S> {
    return new LiveStateSetChild(this, page, offset, values, at);
  }
}

/** The child of a state set. */
class LiveStateSetChild<S extends string> extends CollectorChild implements StateSetChild<S> {
  readonly #states: readonly S[];

  /** @internal */
  constructor(
    owner: ChildOwner & { states: readonly S[] },
    page: SeriesPage,
    offset: number,
    values: Float64Array,
    at: number,
  ) {
    super(owner, page, offset, values, at);
    this.#states = owner.states;
    if (this.#currentIndex() < 0) this.values[this.at] = 1;
  }

  /** @internal */
  override restart(page: SeriesPage, offset: number, values: Float64Array, at: number): void {
    super.restart(page, offset, values, at);
    this.values[at] = 1;
  }

  set(state: S): void {
    const next = this.#states.indexOf(state);
    if (next < 0) rejectState(this.owner.name, this.#states, state);
    this.values.fill(0, this.at, this.at + this.#states.length);
    this.values[this.at + next] = 1;
    this.touch();
  }

  get(): S {
    return this.#states[this.#currentIndex()] as S;
  }

  #currentIndex(): number {
    return this.values.subarray(this.at, this.at + this.#states.length).indexOf(1);
  }
}

function rejectState(metric: string, states: readonly string[], given: unknown): never {
  throw withCode(
    "NARTHEX_UNKNOWN_STATE",
    new RangeError(`${metric}: the state must be one of ${states.join(", ")}, but was ${inspectValue(given)}.`),
  );
}

/**
 * Returns the layout of the series of a state set.
 *
 * @param states - the states, which are checked
 * @internal
 */
export function stateSetKind(states: readonly string[]): SeriesKind & { readonly compatibilityKey: string } {
  const names = Object.freeze(states.map((state) => state.toWellFormed()));
  return { stride: names.length, readSeries: readStateSet, states: names, compatibilityKey: JSON.stringify(names) };
}
