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

/** The behaviour of a decorator, independent of the decorator dialect. */
interface DecoratorHandlers {
  /** Name of the decorator, with the `@`. */
  readonly name: string;
  /** Name of the function that does the same to a function in a field, if there is one. */
  readonly functionForm?: string;
  /** Returns the function that replaces a method. */
  method(method: DecoratedMethod): AnyFunction;
  /** Applies the decorator to a class. */
  type(type: DecoratedClass): void;
}

type Context = ClassMethodDecoratorContext | ClassDecoratorContext | ClassMemberDecoratorContext;

/**
 * Returns the function that compiled code calls, for either decorator dialect.
 *
 * @internal
 */
export function decorator(
  handlers: DecoratorHandlers,
): (target: unknown, key?: unknown, descriptor?: unknown) => unknown {
  return (target, key, descriptor) => {
    if (isContext(key)) return standard(handlers, target as AnyFunction, key);
    return legacy(handlers, target as object, key as string | symbol | undefined, descriptor);
  };
}

function isContext(key: unknown): key is Context {
  return typeof key === "object" && key !== null && "kind" in key;
}

function standard(handlers: DecoratorHandlers, target: AnyFunction, context: Context): unknown {
  const metadata = standardMetadata(context.metadata);
  if (context.kind === "class") {
    const type = target as unknown as Class;
    metadata.type = type;
    enqueueLazyBinding(metadata);
    handlers.type({ metadata, type, whenComplete: (callback) => context.addInitializer(callback) });
    return undefined;
  }
  if (context.kind !== "method") {
    return reject(handlers, context.name, context.kind === "accessor" ? "an accessor" : `a ${context.kind}`);
  }
  enqueueLazyBinding(metadata);
  const { name: member, static: isStatic, private: isPrivate } = context;
  return handlers.method({
    metadata,
    receives: isStatic ? "class" : "instance",
    member,
    static: isStatic,
    private: isPrivate,
    fn: target,
  });
}

function legacy(
  handlers: DecoratorHandlers,
  target: object,
  key: string | symbol | undefined,
  descriptor: unknown,
): unknown {
  if (typeof descriptor === "number") return reject(handlers, key ?? "constructor", "a parameter");
  if (key === undefined) {
    if (typeof target !== "function")
      throw withCode("NARTHEX_INVALID_TARGET", new TypeError(`${handlers.name}: must decorate a method or a class.`));
    const metadata = legacyMetadata(target as Class);
    enqueueLazyBinding(metadata);
    handlers.type({ metadata, type: target as Class, whenComplete: (callback) => callback() });
    return undefined;
  }
  const property = descriptor as PropertyDescriptor | undefined;
  if (property === undefined) return reject(handlers, key, "a field");
  if (property.get !== undefined || property.set !== undefined) return reject(handlers, key, "an accessor");
  if (typeof property.value !== "function") return reject(handlers, key, "a field");
  const isStatic = typeof target === "function";
  if (key === "constructor" && !isStatic) return reject(handlers, key, "a constructor");
  const metadata = legacyMetadata(isStatic ? (target as Class) : (target.constructor as Class));
  enqueueLazyBinding(metadata);
  property.value = handlers.method({
    metadata,
    receives: isStatic ? "class" : "instance",
    member: key,
    static: isStatic,
    private: false,
    fn: property.value,
  });
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

function reject({ name, functionForm }: DecoratorHandlers, member: string | symbol, what: string): never {
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
