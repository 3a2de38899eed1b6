// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures
import type { MethodOf, MissingArguments } from "./compiler-errors.js";

// One signature serves standard decorators and classes, the other one serves methods with `experimentalDecorators`: its
// three parameters are too many for standard decorators, and the empty rest parameter keeps compilers from trying the
// first signature on such methods. So an error is about one signature, and not about all of them.

/**
 * A decorator for methods and classes, for standard decorators and for `experimentalDecorators`. On a class it applies
 * to each of the class's own methods that does not carry the same decorator already, except to `#private` methods.
 *
 * @typeParam R - The results of the methods that it decorates.
 */
export interface InstrumentationDecorator<R = any> {
  /** Decorates a method or a class, with standard decorators, or a class, with `experimentalDecorators`. */
  (target: AnyClass | ((this: any, ...args: any) => R), context?: MethodOrClassContext, ...none: []): void;
  /** Decorates a method, with `experimentalDecorators`. */
  (target: object, key: string | symbol, descriptor: MethodDescriptor<(this: any, ...args: any) => R>): void;
}

/**
 * A decorator for classes, and for methods that have certain arguments, because functions of their calls read them.
 *
 * @typeParam A - The arguments.
 * @typeParam R - The results of the methods that it decorates.
 */
export interface ArgumentsDecorator<A extends readonly any[], R = any> {
  /**
   * Decorates a method or a class, with standard decorators, or a class, with `experimentalDecorators`.
   *
   * @typeParam P - The parameters of the method.
   */
  <P extends readonly any[]>(
    target: AnyClass | (((...args: P) => R) & MatchingArguments<P, A>),
    context?: MethodOrClassContext,
    ...none: []
  ): void;
  /**
   * Decorates a method, with `experimentalDecorators`.
   *
   * @typeParam P - The parameters of the method.
   */
  <P extends readonly any[]>(
    target: object,
    key: string | symbol,
    descriptor: MethodDescriptor<((...args: P) => R) & MatchingArguments<P, A>>,
  ): void;
}

/**
 * A decorator for classes, and for methods that are called on certain objects, because functions of their calls read
 * `self`.
 *
 * @typeParam A - The arguments that functions of the call read.
 * @typeParam R - The results of the methods that it decorates.
 * @typeParam This - The objects.
 */
export interface ReceiverDecorator<A extends readonly any[], R, This> {
  /**
   * Decorates a method or a class, with standard decorators, or a class, with `experimentalDecorators`.
   *
   * @typeParam P - The parameters of the method.
   * @typeParam Receiver - The `this` parameter of the method.
   * @typeParam Self - The class of the method.
   */
  <P extends readonly any[], Receiver, Self>(
    target: AnyClass | (((this: Receiver, ...args: P) => R) & MatchingArguments<P, A>),
    context?:
      | ClassDecoratorContext<any>
      | (ClassMethodDecoratorContext<Self, any> & MatchingReceiver<Receiver, Self, This>),
    ...none: []
  ): void;
  /**
   * Decorates a method, with `experimentalDecorators`.
   *
   * @typeParam P - The parameters of the method.
   * @typeParam Receiver - The `this` parameter of the method.
   * @typeParam Self - The class of the method.
   */
  <P extends readonly any[], Receiver, Self extends object>(
    target: Self & MatchingReceiver<Receiver, Self, This>,
    key: string | symbol,
    descriptor: MethodDescriptor<((this: Receiver, ...args: P) => R) & MatchingArguments<P, A>>,
  ): void;
}

/**
 * The decorator for methods of calls that functions read. Decorators whose functions state no types, which are most,
 * infer nothing about their methods.
 *
 * @typeParam A - The arguments that functions of the call read. The method must have them.
 * @typeParam R - The value that functions of the call read when it has ended. The method must return it, or a promise
 * or generator of it.
 * @typeParam This - The object that functions of the call read as `self`. The method must be called on it.
 */
export type DecoratorFor<A extends readonly any[], R, This> = unknown extends This
  ? readonly unknown[] extends A
    ? InstrumentationDecorator<Returned<R>>
    : ArgumentsDecorator<A, Returned<R>>
  : ReceiverDecorator<A, Returned<R>, This>;

// A conditional type, so that `R` is not inferred from the method when a function does not state it.
/** The results of methods whose calls give the value `R` in the end. */
export type Returned<R> = [R] extends [infer V]
  ? V | PromiseLike<V> | Generator<unknown, V, any> | AsyncGenerator<unknown, V, any>
  : never;

/** Any class. */
export type AnyClass = abstract new (...args: any) => unknown;

/** The contexts of methods and classes, with standard decorators. */
export type MethodOrClassContext = ClassDecoratorContext<any> | ClassMethodDecoratorContext<any, any>;

/** The descriptor of a method. */
export interface MethodDescriptor<Method> {
  /** The method. */
  readonly value?: Method | undefined;
}

/** Any type, if the parameters `P` have the arguments `A`; otherwise a type that makes compilation fail. */
export type MatchingArguments<P extends readonly any[], A extends readonly any[]> = P extends readonly [...A, ...any[]]
  ? unknown
  : ReadArguments<P> extends readonly [...A, ...any[]]
    ? unknown
    : MissingArguments<A>;

/** The arguments that functions of the call read for the parameters `P`: an optional one may be `undefined`. */
export type ReadArguments<P extends readonly any[]> = number extends P["length"]
  ? P
  : P extends readonly [infer First, ...infer Rest]
    ? [First, ...ReadArguments<Rest>]
    : P extends readonly [(infer First)?, ...infer Rest]
      ? P extends readonly []
        ? []
        : [First | undefined, ...ReadArguments<Rest>]
      : P;

/**
 * Any type, if a method is called on `This`: its `this` parameter decides if it has one, otherwise its class. Otherwise
 * a type that makes compilation fail.
 */
export type MatchingReceiver<Receiver, Self, This> = [unknown extends Receiver ? Self : Receiver] extends [This]
  ? unknown
  : MethodOf<This>;
