import type { LiveCollector } from "../model/children.js";
import type { LabelValue } from "../model/labels.js";
import type { CollectorSpec } from "../model/specs.js";
/** A class, abstract or not, or a function that was wrapped. */
// biome-ignore lint/suspicious/noExplicitAny: classes of all constructors are meant
export type Class = (abstract new (...args: any[]) => unknown) | ((...args: any[]) => unknown);

/** What a decorator measures. */
export type InstrumentationKind = "timer" | "inProgress" | "countExceptions" | "countCalls";

/** Where the `class` label of the shared families comes from. */
export interface ClassLabelOptions {
  /** The value itself. It survives minifiers; a class's own name does not. */
  readonly class?: string | undefined;
  /**
   * `self`: the class of what the method is called on, so that each of the classes that inherit a method has series of
   * its own. They appear with their first call. By default it is the class whose body has the method.
   */
  readonly classOf?: "self" | undefined;
}

/** What `@Instrumented` says about all members of a class. */
export interface ClassDefaults {
  /**
   * The value of the `class` label in the shared families, instead of the class's name; see also {@link ClassLabel}.
   */
  readonly name?: string | undefined;
  /** Whose name the `class` label holds; see {@link ClassLabelOptions}. */
  readonly classOf?: "self" | undefined;
  /** The namespace of declared collectors that have none. */
  readonly namespace?: string | undefined;
  /** The subsystem of declared collectors that have none. */
  readonly subsystem?: string | undefined;
  /** Constant labels that declared collectors carry beside their own. */
  readonly constLabels?: Readonly<Record<string, string>> | undefined;
}

/** Where a decorated member stands in its class. */
export interface Member {
  /** Its name; of a private member with the `#`. */
  readonly member: string | symbol;
  /** Whether it belongs to the class itself. */
  readonly static: boolean;
  /** Whether it is a `#private` one. */
  readonly private: boolean;
}

/** One decorator on one member of a class, as data. */
export interface Declaration extends Member {
  /** What the decorator measures. */
  readonly kind: InstrumentationKind;
  /** The collector: its spec, with the defaults of the class; or the live collector that was given. */
  readonly spec: CollectorSpec | LiveCollector;
  /** The label values, where they are the same for every call; `{}` where there are no labels. */
  readonly labels: Readonly<Record<string, LabelValue>> | undefined;
  /** The options as they were given. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The class whose body carries the decorator. */
  readonly declaredBy: Class;
}
