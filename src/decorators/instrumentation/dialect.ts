import type { ReceiverKind } from "../../binding/collector-resolver.js";
import { enqueueLazyBinding } from "../../binding/lazy-binding.js";
import type { Class, Member } from "../../metadata/declaration.js";
import { type ClassMetadata, legacyMetadata, standardMetadata } from "../../metadata/store.js";
import { withCode } from "../../model/errors/coded-error.js";

/** A function with any parameters, return value and receiver. */
// biome-ignore lint/suspicious/noExplicitAny: methods of all signatures
export type AnyFunction = (this: any, ...args: any[]) => any;

/**
 * A decorated method, or a plain function that is instrumented like one.
 *
 * @internal
 */
export interface DecoratedMethod extends Member {
  /** Declarations of the class. */
  readonly metadata: ClassMetadata;
  /** Receiver of the calls. */
  readonly receives: ReceiverKind;
  /** The function. */
  readonly fn: AnyFunction;
}

/**
 * A decorated class.
 *
 * @internal
 */
export interface DecoratedClass {
  /** Declarations of the class. */
  readonly metadata: ClassMetadata;
  /** The class. */
  readonly type: Class;
  /** Calls a function when the class is complete. */
  readonly whenComplete: (callback: () => void) => void;
}

/**
 * The behaviour of a decorator with arguments of type `A`, independent of the decorator dialect.
 *
 * @internal
 */
export interface DecoratorHandlers<A> {
  /** Returns the name of the decorator, with the `@`, and that of the function that does the same to functions. */
  title(args: A): { readonly decorator: string; readonly functionForm?: string | undefined };
  /** Returns the function that replaces a method. */
  method(method: DecoratedMethod, args: A): AnyFunction;
  /** Applies the decorator to a class. */
  type(type: DecoratedClass, args: A): void;
}

type Context = ClassMethodDecoratorContext | ClassDecoratorContext | ClassMemberDecoratorContext;

/**
 * Returns the function that compiled code calls, for either decorator dialect.
 *
 * @param handlers - the behaviour, which all uses of a decorator can share
 * @param args - the arguments of this use
 * @internal
 */
export function decorator<A>(
  handlers: DecoratorHandlers<A>,
  args: A,
): (target: unknown, key?: unknown, descriptor?: unknown) => unknown {
  return (target, key, descriptor) => {
    if (isContext(key)) return standard(handlers, args, target as AnyFunction, key);
    return legacy(handlers, args, target as object, key as string | symbol | undefined, descriptor);
  };
}

function isContext(key: unknown): key is Context {
  return typeof key === "object" && key !== null && "kind" in key;
}

function standard<A>(handlers: DecoratorHandlers<A>, args: A, target: AnyFunction, context: Context): unknown {
  const metadata = standardMetadata(context.metadata);
  if (context.kind === "class") {
    const type = target as unknown as Class;
    metadata.type = type;
    enqueueLazyBinding(metadata);
    handlers.type({ metadata, type, whenComplete: (callback) => context.addInitializer(callback) }, args);
    return undefined;
  }
  if (context.kind !== "method") {
    return reject(handlers, args, context.name, context.kind === "accessor" ? "an accessor" : `a ${context.kind}`);
  }
  enqueueLazyBinding(metadata);
  const isStatic = context.static;
  const method: DecoratedMethod = {
    metadata,
    receives: isStatic ? "class" : "instance",
    member: context.name,
    static: isStatic,
    private: context.private,
    fn: target,
  };
  return handlers.method(method, args);
}

function legacy<A>(
  handlers: DecoratorHandlers<A>,
  args: A,
  target: object,
  key: string | symbol | undefined,
  descriptor: unknown,
): unknown {
  if (typeof descriptor === "number") return reject(handlers, args, key ?? "constructor", "a parameter");
  if (key === undefined) {
    if (typeof target !== "function")
      throw withCode(
        "NARTHEX_INVALID_TARGET",
        new TypeError(`${handlers.title(args).decorator}: must decorate a method or a class.`),
      );
    const metadata = legacyMetadata(target as Class);
    enqueueLazyBinding(metadata);
    handlers.type({ metadata, type: target as Class, whenComplete: (callback) => callback() }, args);
    return undefined;
  }
  const property = descriptor as PropertyDescriptor | undefined;
  if (property === undefined) return reject(handlers, args, key, "a field");
  if (property.get !== undefined || property.set !== undefined) return reject(handlers, args, key, "an accessor");
  if (typeof property.value !== "function") return reject(handlers, args, key, "a field");
  const isStatic = typeof target === "function";
  if (key === "constructor" && !isStatic) return reject(handlers, args, key, "a constructor");
  const metadata = legacyMetadata(isStatic ? (target as Class) : (target.constructor as Class));
  enqueueLazyBinding(metadata);
  const method: DecoratedMethod = {
    metadata,
    receives: isStatic ? "class" : "instance",
    member: key,
    static: isStatic,
    private: false,
    fn: property.value,
  };
  property.value = handlers.method(method, args);
  return property;
}

/**
 * Whether a function is a class, which cannot be called without `new`.
 *
 * @internal
 */
export function isClass(fn: object): boolean {
  return Object.getOwnPropertyDescriptor(fn, "prototype")?.writable === false;
}

function reject<A>(handlers: DecoratorHandlers<A>, args: A, member: string | symbol, what: string): never {
  const { decorator: name, functionForm } = handlers.title(args);
  const remedy =
    what === "a field" && functionForm !== undefined
      ? ` To measure a function in a field, use ${functionForm}: ${String(member)} = ${functionForm}(collector, …).`
      : "";
  throw withCode(
    "NARTHEX_INVALID_TARGET",
    new TypeError(
      `${name}: "${String(member)}" is ${what}, which has no calls to measure. Decorate a method or a class.${remedy}`,
    ),
  );
}
