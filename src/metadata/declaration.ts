import type { LiveCollector } from "../model/children.js";
import type { OptionalLabelValue } from "../model/labels.js";
import type { CollectorSpec } from "../model/specs.js";

/** A class, abstract or not, or a wrapped function. */
// biome-ignore lint/suspicious/noExplicitAny: accepts classes with any constructor
export type Class = (abstract new (...args: any[]) => unknown) | ((...args: any[]) => unknown);

/** The measurement that a decorator makes. */
export type InstrumentationKind = "timer" | "inProgress" | "countExceptions" | "countCalls";

/** Options for the `class` label of the shared families. */
export interface ClassLabelOptions {
  /** Value of the label. Unlike the name of a class, it is not changed by minifiers. */
  readonly class?: string | undefined;
  /**
   * `self` uses the class of the object that the method is called on, so each class that inherits the method has series
   * of its own from its first call on. By default, the label is the class whose body contains the method.
   */
  readonly classOf?: "self" | undefined;
}

/** Defaults that `@Instrumented` sets for all members of a class. */
export interface ClassDefaults {
  /** Value of the `class` label in shared families (default: the name of the class). See also {@link ClassLabel}. */
  readonly name?: string | undefined;
  /** The class that the `class` label names; see {@link ClassLabelOptions}. */
  readonly classOf?: "self" | undefined;
  /** Namespace of declared collectors that have none. */
  readonly namespace?: string | undefined;
  /** Subsystem of declared collectors that have none. */
  readonly subsystem?: string | undefined;
  /** Constant labels of declared collectors, in addition to their own. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
}

/** A decorated member of a class. */
export interface Member {
  /** Name of the member, including the `#` of a private one. */
  readonly member: string | symbol;
  /** Whether the member is static. */
  readonly static: boolean;
  /** Whether the member is `#private`. */
  readonly private: boolean;
}

/** One decorator on one member of a class, as data. */
export interface Declaration extends Member {
  /** The kind of measurement. */
  readonly kind: InstrumentationKind;
  /** Spec of the collector, with the defaults of the class, or the live collector that was given. */
  readonly spec: CollectorSpec | LiveCollector;
  /** Label values, if they are the same for every call; `{}` if there are no labels. */
  readonly labels: Readonly<Record<string, OptionalLabelValue>> | undefined;
  /** Options, as they were given. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Class whose body contains the decorator. */
  readonly declaredBy: Class;
}
