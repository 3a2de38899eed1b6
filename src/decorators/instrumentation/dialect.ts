import type { ReceiverKind } from "../../binding/collector-resolver.js";
import { enqueueLazyBinding } from "../../binding/lazy-binding.js";
import type { Class, Member } from "../../metadata/declaration.js";
import { type ClassMetadata, legacyMetadata, standardMetadata } from "../../metadata/store.js";

/** A function of any kind, called on anything. */
// biome-ignore lint/suspicious/noExplicitAny: methods of all signatures are meant
export type AnyFunction = (this: any, ...args: any[]) => any;

/**
 * Where a decorator stands: a method, or a plain function.
 *
 * @internal
 */
export interface DecoratedMethod extends Member {
  /** What the class declares. */
  readonly metadata: ClassMetadata;
  /** What the function is called on. */
  readonly receives: ReceiverKind;
  /** The function. */
  readonly fn: AnyFunction;
}

/**
 * A class on which a decorator stands.
 *
 * @internal
 */
export interface DecoratedClass {
  /** What the class declares. */
  readonly metadata: ClassMetadata;
  /** The class. */
  readonly type: Class;
  /** Runs something when the class is complete. */
  readonly whenComplete: (run: () => void) => void;
}

/** What a decorator does, whatever the dialect. */
interface DecoratorHandlers {
  /** Its name, with the `@`. */
  readonly name: string;
  /** The function that does the same to a function which lies in a field; `undefined` where there is none. */
  readonly functionForm?: string;
  /** Gives the function that takes the method's place. */
  method(place: DecoratedMethod): AnyFunction;
  /** Treats a class. */
  type(place: DecoratedClass): void;
}

type Context = ClassMethodDecoratorContext | ClassDecoratorContext | ClassMemberDecoratorContext;

/**
 * Makes the function that compilers call, in either dialect.
 *
 * @internal
 */
export function decorator(
  effects: DecoratorHandlers,
): (target: unknown, key?: unknown, descriptor?: unknown) => unknown {
  return (target, key, descriptor) => {
    if (isContext(key)) return standard(effects, target as AnyFunction, key);
    return legacy(effects, target as object, key as string | symbol | undefined, descriptor);
  };
}

function isContext(key: unknown): key is Context {
  return typeof key === "object" && key !== null && "kind" in key;
}

function standard(effects: DecoratorHandlers, target: AnyFunction, context: Context): unknown {
  const metadata = standardMetadata(context.metadata);
  if (context.kind === "class") {
    const type = target as unknown as Class;
    metadata.type = type;
    enqueueLazyBinding(metadata);
    effects.type({ metadata, type, whenComplete: (run) => context.addInitializer(run) });
    return undefined;
  }
  if (context.kind !== "method") {
    return refuse(effects, context.name, context.kind === "accessor" ? "an accessor" : `a ${context.kind}`);
  }
  enqueueLazyBinding(metadata);
  const { name: member, static: isStatic, private: isPrivate } = context;
  return effects.method({
    metadata,
    receives: isStatic ? "class" : "instance",
    member,
    static: isStatic,
    private: isPrivate,
    fn: target,
  });
}

function legacy(
  effects: DecoratorHandlers,
  target: object,
  key: string | symbol | undefined,
  descriptor: unknown,
): unknown {
  if (typeof descriptor === "number") return refuse(effects, key ?? "constructor", "a parameter");
  if (key === undefined) {
    if (typeof target !== "function") throw new TypeError(`${effects.name}: must stand before a method or a class.`);
    const metadata = legacyMetadata(target as Class);
    enqueueLazyBinding(metadata);
    effects.type({ metadata, type: target as Class, whenComplete: (run) => run() });
    return undefined;
  }
  const place = descriptor as PropertyDescriptor | undefined;
  if (place === undefined) return refuse(effects, key, "a field");
  if (place.get !== undefined || place.set !== undefined) return refuse(effects, key, "an accessor");
  if (typeof place.value !== "function") return refuse(effects, key, "a field");
  const isStatic = typeof target === "function";
  if (key === "constructor" && !isStatic) return refuse(effects, key, "a constructor");
  const metadata = legacyMetadata(isStatic ? (target as Class) : (target.constructor as Class));
  enqueueLazyBinding(metadata);
  place.value = effects.method({
    metadata,
    receives: isStatic ? "class" : "instance",
    member: key,
    static: isStatic,
    private: false,
    fn: place.value,
  });
  return place;
}

/**
 * Whether a function is a class, which cannot be called.
 *
 * @internal
 */
export function isClass(fn: object): boolean {
  return Object.getOwnPropertyDescriptor(fn, "prototype")?.writable === false;
}

function refuse({ name, functionForm }: DecoratorHandlers, member: string | symbol, what: string): never {
  const remedy =
    what === "a field" && functionForm !== undefined
      ? ` A function that lies in a field is measured by ${functionForm}: ${String(member)} = ${functionForm}(collector, …).`
      : "";
  throw new TypeError(
    `${name}: "${String(member)}" is ${what}, which has no calls to measure; ${name} can stand before a method or a class.${remedy}`,
  );
}
