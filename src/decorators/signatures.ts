// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures are meant
import type { ClassLabelOptions } from "../metadata/declaration.js";
import type { ChildOf, LiveCollector } from "../model/children.js";
import type { LabelSchema, LabelValues } from "../model/labels.js";
import type { Labels } from "../model/metric.js";
import type { CollectorSpec } from "../model/specs.js";
import type { Call, Settled } from "./call.js";
import type { AnyFunction } from "./instrumentation/dialect.js";
import type { Until } from "./measure/wrap-method.js";

/** What the decorators of a kind take: a spec, or a live collector of any copy of the package. */
export type CollectorOf<K extends keyof ChildOf> =
  | Extract<CollectorSpec<any>, { readonly kind: K }>
  | LiveCollector<K, any>;

/** The label values that a collector needs. */
export type LabelsOf<C> = C extends { labels(values: infer V): unknown }
  ? V
  : C extends { readonly labelNames?: (infer L extends LabelSchema) | undefined }
    ? LabelValues<L>
    : never;

/** Label values without a label that the collector does not have. */
export type Exactly<V, L> = V & { readonly [K in Exclude<keyof V, keyof L>]: NoSuchLabel };

/** In an error message: the collector has no label of this name. */
export interface NoSuchLabel {
  /** Nothing. */
  readonly "the collector has no label of this name": never;
}

/** The option that says which series a call belongs to. */
export interface LabelsOption<L, Constant extends L, Computed extends L, CallOrSettled> {
  /**
   * The label values: the same for every call, or what a function makes of the call. When the function throws, the call goes on
   * as if nothing had happened, and the error is counted and reported.
   */
  readonly labels: Exactly<Constant, L> | ((call: CallOrSettled) => Exactly<Computed, L>);
}

/** The same, where there may be no labels. */
export interface LabelsIfAny<L, Constant extends L, Computed extends L, CallOrSettled> {
  /** See {@link LabelsOption}. */
  readonly labels?: LabelsOption<L, Constant, Computed, CallOrSettled>["labels"] | undefined;
}

/** The options of all decorators and their plain-function forms. */
export interface CallOptions<A extends readonly any[] = any, This = any> {
  /** Whether to measure a call, asked when it begins. */
  readonly when?: ((call: Call<A, This>) => boolean) | undefined;
  /**
   * Where a call ends: by default when it returns or its native promise settles, and for generators when they are exhausted or
   * left. `end`: when the stream, observable, async iterable or thenable that it returned (or its promise gave) has ended;
   * observables, iterables and thenables count as in progress from their first use on. `callback`: when the callback that is
   * the last argument is called, in Node.js style.
   */
  readonly until?: Until | undefined;
}

/** The options of decorators that look at a call when it has ended. */
export interface SettledOptions<A extends readonly any[] = any, R = any, This = any> extends CallOptions<A, This> {
  /** Gives the labels of an exemplar, for example `{ trace_id }`, or `undefined` for none. */
  readonly exemplar?: ((call: Settled<A, R, This>) => Labels | undefined) | undefined;
}

/** The options of a decorator without a collector. */
export type SharedOptions<O> = O & ClassLabelOptions & MissingLabels;

/** In an error message: the options are a collector, which was given alone. */
export interface MissingLabels {
  /** Nothing. */
  readonly kind?: "a collector with labels needs the option labels";
}

/** The options of a decorator with a collector: labels must be given values where there are some. */
export type OptionsFor<C, O, Constant extends LabelsOf<C>, Computed extends LabelsOf<C>, CallOrSettled> = [
  keyof LabelsOf<C>,
] extends [never]
  ? [options?: O]
  : Record<never, never> extends LabelsOf<C>
    ? [options?: O & LabelsIfAny<LabelsOf<C>, Constant, Computed, CallOrSettled>]
    : [options: O & LabelsOption<LabelsOf<C>, Constant, Computed, CallOrSettled>];

/** A method, unless functions of its calls read other arguments than it has, or another class. */
export type Reads<V extends AnyFunction, A extends readonly any[], Self, This> =
  Parameters<V> extends readonly [...A, ...any[]]
    ? [Receiver<V, Self>] extends [This]
      ? V
      : V & MethodOf<This>
    : V & MissingArguments<A>;

/** What a method is called on: what it says itself, or else its class. */
export type Receiver<V extends AnyFunction, Self> = unknown extends ThisParameterType<V> ? Self : ThisParameterType<V>;

/** In an error message: the method does not have arguments of these types. */
export interface MissingArguments<A> {
  /** The types that are read. */
  readonly "must have the arguments that functions of its calls read": A;
}

/** In an error message: the method is none of this class. A static method is called on the constructor. */
export interface MethodOf<This> {
  /** The type that is read. */
  readonly "must be called on what functions of its calls read as self": This;
}

/**
 * A decorator for methods and classes, in both dialects. On a class it applies to each of its own methods that does not carry
 * the same decorator already; `#private` ones cannot be reached from there.
 */
export interface InstrumentationDecorator<A extends readonly any[] = any, R = any, This = any> {
  /** A class, with `experimentalDecorators`. */
  (target: abstract new (...args: any) => unknown): void;
  /** A class, with standard decorators. */
  <T extends abstract new (...args: any) => unknown>(target: T, context: ClassDecoratorContext<T>): void;
  // Compilers tell what is wrong with the last one that has the right number of arguments: a method.
  /** A method, with standard decorators. */
  <V extends (this: any, ...args: any) => R, Self>(
    value: Reads<V, A, Self, This>,
    context: ClassMethodDecoratorContext<Self, V>,
  ): void;
  /** A method, with `experimentalDecorators`. */
  <V extends (this: any, ...args: any) => R, Self extends object>(
    target: Self,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<V> & TypedPropertyDescriptor<Reads<V, A, Self, This>>,
  ): void;
}
