import type { LabelledArguments, LabelSchema, LabelValues } from "../model/labels.js";
import type { StateSetOptions as StateSetSpecOptions } from "../model/specs.js";
import { inspectValue, throwInvalidOption } from "../validation/errors.js";
import { type ChildOwner, CollectorChild } from "./collector-child.js";
import { LabelledCollector } from "./labelled-collector.js";
import type { LiveOptions } from "./registration.js";
import { areLabels } from "./storage/label-values.js";
import { readStateSet } from "./storage/read-metrics.js";
import type { SeriesPage } from "./storage/series-page.js";

/** What a live state set is made from. */
export interface StateSetOptions<L extends LabelSchema = LabelSchema, S extends string = string>
  extends StateSetSpecOptions<L, S>,
    LiveOptions {}

/**
 * Which one of some states holds: one sample for each, 1 for the one that holds. It begins in the first state.
 *
 * @example
 * ```ts
 * const breaker = new StateSet({ name: "breaker_state", help: "State of the breaker.", states: ["closed", "open"] });
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
   * @throws TypeError or RangeError that names the metric and the rule; Error when the registry has such a name already
   */
  constructor(options: StateSetOptions<L, S>) {
    super("stateset", options, ({ name, names, constLabels }) => {
      const states = checkStates(name, options.states);
      if (names.includes(name) || Object.hasOwn(constLabels, name)) {
        throwInvalidOption(
          name,
          "labelNames",
          name,
          "must not hold the name of the state set, which is the label of the states",
        );
      }
      return { stride: states.length, readSeries: readStateSet, states, compatibilityKey: JSON.stringify(states) };
    });
    this.states = Object.freeze([...options.states]);
    return this.begin(options);
  }

  /**
   * Says which state holds from now on.
   *
   * @param args - label values (where there are labels), then the state
   * @throws RangeError when there is no such state; TypeError when a label is missing or unknown
   */
  set(...args: LabelledArguments<L, [state: S]>): void;
  set(first?: unknown, second?: unknown): void {
    if (this.single !== undefined && !areLabels(first)) this.single.set(first as S);
    else this.labels(first as LabelValues<L>).set(second as S);
  }

  /**
   * The state that holds, or `undefined` if there is no such series.
   *
   * @param args - label values, where there are labels
   */
  get(...args: LabelledArguments<L, []>): S | undefined;
  get(labels?: unknown): S | undefined {
    return this.existing(labels as LabelValues<L>)?.get();
  }

  /** @internal */
  protected override makeChild(page: SeriesPage, slot: number, values: Float64Array, at: number): StateSetChild<S> {
    return new StateSetChild(this, page, slot, values, at);
  }
}

/** The child of a state set. */
export class StateSetChild<S extends string> extends CollectorChild {
  readonly #states: readonly S[];

  /** @internal */
  constructor(
    owner: ChildOwner & { states: readonly S[] },
    page: SeriesPage,
    slot: number,
    values: Float64Array,
    at: number,
  ) {
    super(owner, page, slot, values, at);
    this.#states = owner.states;
    if (this.#held() < 0) this.values[this.at] = 1;
  }

  /**
   * Says which state holds from now on.
   *
   * @throws RangeError when there is no such state
   */
  set(state: S): void {
    const next = this.#states.indexOf(state);
    if (next < 0) {
      throw new RangeError(
        `${this.owner.name}: the state must be one of ${this.#states.join(", ")}, but was ${inspectValue(state)}.`,
      );
    }
    this.values.fill(0, this.at, this.at + this.#states.length);
    this.values[this.at + next] = 1;
  }

  /** The state that holds. */
  get(): S {
    return this.#states[this.#held()] as S;
  }

  #held(): number {
    return this.values.subarray(this.at, this.at + this.#states.length).indexOf(1);
  }
}

function checkStates(metric: string, states: unknown): readonly string[] {
  const isList =
    Array.isArray(states) && states.length > 0 && states.every((state) => typeof state === "string" && state !== "");
  if (!isList) throwInvalidOption(metric, "states", states, "must be a list of at least one non-empty string", "other");
  const wellFormed = (states as readonly string[]).map((state) => state.toWellFormed());
  const twice = wellFormed.find((state, i) => wellFormed.indexOf(state) !== i);
  if (twice !== undefined) throwInvalidOption(metric, "states", twice, "must name each state once");
  return Object.freeze(wellFormed);
}
