import type { ClassLabelOptions, InstrumentationKind } from "../../metadata/declaration.js";
import type { LiveCollector } from "../../model/children.js";
import type { Labels } from "../../model/families/metric.js";
import type { OptionalLabelValue } from "../../model/labels.js";
import type { CollectorSpec } from "../../model/specs.js";
import type { Until } from "../measure/wrap-method.js";
import type { DecoratedMethod } from "./dialect.js";
import type { ErrorPredicate } from "./error-filter.js";
import type { MemberProbe } from "./probe.js";

/**
 * The properties of one decorator and its plain-function form.
 *
 * @internal
 */
export interface Instrument {
  /** The kind of measurement. */
  readonly kind: InstrumentationKind;
  /** Name of the decorator, with the `@`. */
  readonly decorator: string;
  /** Name of the function that does the same to plain functions. */
  readonly functionForm: string;
  /** Kinds of collectors that it accepts. */
  readonly takes: readonly CollectorSpec["kind"][];
  /** Names of its options. */
  readonly options: readonly string[];
  /** Spec of the shared family, which it uses if no collector is given. */
  readonly shared: CollectorSpec;
  /** Returns the probe for one method, which is also its declaration. */
  probe(method: DecoratedMethod, args: DecoratorArguments): MemberProbe;
}

/** Label names and values of one series. */
export type LabelRecord = Readonly<Record<string, OptionalLabelValue>>;

/** The options of all decorators, unchecked. */
export interface AllDecoratorOptions extends ClassLabelOptions {
  readonly labels?: LabelRecord | ((call: never) => LabelRecord);
  readonly exemplar?: (call: never) => Labels | undefined;
  readonly when?: (call: never) => boolean;
  readonly until?: Until;
  readonly only?: unknown;
  readonly except?: unknown;
}

/**
 * The checked arguments of a decorator.
 *
 * @internal
 */
export interface DecoratorArguments {
  /** The decorator. */
  readonly instrument: Instrument;
  /** The collector; `undefined` for the shared family. */
  readonly collector: CollectorSpec | LiveCollector | undefined;
  /** The options. */
  readonly options: AllDecoratorOptions;
  /** Whether the options `only` and `except` select an error. */
  readonly matchesError: ErrorPredicate;
  /** Whether an option is a function of the call. */
  readonly readsCall: boolean;
}
