// biome-ignore-all lint/suspicious/noExplicitAny: methods of all signatures
import type { AnyFunction } from "../instrumentation/dialect.js";
import type { MethodOf, MissingArguments } from "./compiler-errors.js";

/**
 * A decorator for methods and classes, for standard decorators and for `experimentalDecorators`. On a class it applies
 * to each of the class's own methods that does not carry the same decorator already, except to `#private` methods.
 *
 * @typeParam A - The arguments that functions of the call read. The method must have them.
 * @typeParam R - The return value that functions of the call read.
 * @typeParam This - The object that functions of the call read as `self`. The method must be called on it.
 */
export interface InstrumentationDecorator<A extends readonly any[] = any, R = any, This = any> {
  /** Decorates a class, with `experimentalDecorators`. */
  (target: abstract new (...args: any) => unknown): void;
  /** Decorates a class, with standard decorators. */
  <T extends abstract new (...args: any) => unknown>(target: T, context: ClassDecoratorContext<T>): void;
  // Compilers explain why the last signature with the right number of arguments does not match. That is one for
  // methods.
  /**
   * Decorates a method, with standard decorators.
   *
   * @typeParam V - The method.
   * @typeParam Self - The class of the method.
   */
  <V extends (this: any, ...args: any) => R, Self>(
    value: MatchingMethod<V, A, Self, This>,
    context: ClassMethodDecoratorContext<Self, V>,
  ): void;
  /**
   * Decorates a method, with `experimentalDecorators`.
   *
   * @typeParam V - The method.
   * @typeParam Self - The class of the method.
   */
  <V extends (this: any, ...args: any) => R, Self extends object>(
    target: Self,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<V> & TypedPropertyDescriptor<MatchingMethod<V, A, Self, This>>,
  ): void;
}

/**
 * A method that has the arguments `A` and is called on `This`. For any other method, a type that makes compilation
 * fail.
 */
export type MatchingMethod<V extends AnyFunction, A extends readonly any[], Self, This> =
  Parameters<V> extends readonly [...A, ...any[]]
    ? [Receiver<V, Self>] extends [This]
      ? V
      : V & MethodOf<This>
    : V & MissingArguments<A>;

/** The object that a method is called on: its `this` parameter if it has one, otherwise its class. */
export type Receiver<V extends AnyFunction, Self> = unknown extends ThisParameterType<V> ? Self : ThisParameterType<V>;
