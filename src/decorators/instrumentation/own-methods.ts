import { reportOnce } from "../../globals/error-listener.js";
import { type AnyFunction, type DecoratedClass, type DecoratedMethod, isClass } from "./dialect.js";

/**
 * A method that a class has itself.
 *
 * @internal
 */
export interface OwnMethod {
  /** The class, or its prototype. */
  readonly owner: object;
  /** How it lies there. */
  readonly descriptor: PropertyDescriptor;
  /** The method. */
  readonly place: DecoratedMethod;
}

/**
 * The own methods of a class, static ones too. Looks at property descriptors only, so that no getter is fired.
 *
 * @internal
 */
export function ownMethods({ metadata, type }: DecoratedClass): readonly OwnMethod[] {
  return [type.prototype as object, type].flatMap((owner) => {
    const isStatic = owner === type;
    return Reflect.ownKeys(owner).flatMap((member) => {
      const descriptor = Object.getOwnPropertyDescriptor(owner, member) as PropertyDescriptor;
      if (!isMethod(descriptor, isStatic) || member === "constructor") return [];
      const fn = descriptor.value as AnyFunction;
      const receives = isStatic ? "class" : "instance";
      return { owner, descriptor, place: { metadata, receives, member, static: isStatic, private: false, fn } };
    });
  });
}

/**
 * Replaces methods of a class. One that cannot be replaced is left as it is, and reported.
 *
 * @param name - the decorator, with the `@`
 * @param type - the class
 * @param methods - those to replace
 * @param remedy - how a method is left out on purpose
 * @param replace - gives the function that takes a method's place
 * @throws TypeError when the class is frozen, before anything is replaced
 * @internal
 */
export function replaceMethods(
  name: string,
  { type }: DecoratedClass,
  methods: readonly OwnMethod[],
  remedy: string,
  replace: (place: DecoratedMethod) => AnyFunction,
): void {
  const fixed = methods.filter(({ descriptor }) => !descriptor.configurable && !descriptor.writable);
  const frozen = fixed.find(({ owner }) => Object.isFrozen(owner));
  if (frozen !== undefined) {
    throw new TypeError(
      `${name}: ${titleOf(type, frozen)} cannot be replaced; put the decorator that freezes the class above ${name}.`,
    );
  }
  for (const { owner, descriptor, place } of methods.filter((method) => !fixed.includes(method))) {
    Object.defineProperty(owner, place.member, { ...descriptor, value: replace(place) });
  }
  if (fixed.length === 0) return;
  const names = fixed.map((method) => titleOf(type, method)).join(", ");
  const error = new TypeError(
    `${name}: does not measure ${names}, because the property is neither writable nor configurable; ${remedy}.`,
  );
  reportOnce(type, error, { source: type.name, cause: "unmeasured" });
}

function titleOf(type: DecoratedClass["type"], { place: { member } }: OwnMethod): string {
  return typeof member === "symbol" ? `${type.name}[${member.description ?? ""}]` : `${type.name}.${member}`;
}

/** Methods are not enumerable; what is enumerable on a class is a static field, which may hold any function. */
function isMethod({ value, enumerable }: PropertyDescriptor, isStatic: boolean): boolean {
  return typeof value === "function" && !(isStatic && enumerable) && !isClass(value);
}
