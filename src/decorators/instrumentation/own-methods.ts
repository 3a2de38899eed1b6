import { reportOnce } from "../../globals/error-listener.js";
import { withCode } from "../../model/errors/coded-error.js";
import { type AnyFunction, type DecoratedClass, type DecoratedMethod, isClass } from "./dialect.js";

/**
 * A method that a class defines itself.
 *
 * @internal
 */
export interface OwnMethod {
  /** Class or prototype that has the property. */
  readonly owner: object;
  /** Descriptor of the property. */
  readonly descriptor: PropertyDescriptor;
  /** The method. */
  readonly method: DecoratedMethod;
}

/**
 * Returns the own methods of a class, including static ones. It reads property descriptors only, so that no getter
 * runs.
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
      return { owner, descriptor, method: { metadata, receives, member, static: isStatic, private: false, fn } };
    });
  });
}

/**
 * Replaces methods of a class. A method that cannot be replaced is left unchanged and reported.
 *
 * @param name - the name of the decorator, with the `@`
 * @param type - the class
 * @param methods - the methods to replace
 * @param remedy - the sentence that ends the report
 * @param replace - returns the function that replaces a method
 * @throws {TypeError} if the class is frozen, before anything is replaced
 * @internal
 */
export function replaceMethods(
  name: string,
  { type }: DecoratedClass,
  methods: readonly OwnMethod[],
  remedy: string,
  replace: (method: DecoratedMethod) => AnyFunction,
): void {
  const fixed = methods.filter(({ descriptor }) => !descriptor.configurable && !descriptor.writable);
  const frozen = fixed.find(({ owner }) => Object.isFrozen(owner));
  if (frozen !== undefined) {
    throw withCode(
      "NARTHEX_FROZEN_CLASS",
      new TypeError(
        `${name}: ${titleOf(type, frozen)} cannot be replaced. Put the decorator that freezes the class above ${name}.`,
      ),
    );
  }
  for (const { owner, descriptor, method } of methods.filter((one) => !fixed.includes(one))) {
    Object.defineProperty(owner, method.member, { ...descriptor, value: replace(method) });
  }
  if (fixed.length === 0) return;
  const names = fixed.map((one) => titleOf(type, one)).join(", ");
  const error = withCode(
    "NARTHEX_UNMEASURED_METHOD",
    new TypeError(
      `${name}: cannot measure ${names}, because the property is neither writable nor configurable. ${remedy}`,
    ),
  );
  reportOnce(type, error, { source: type.name });
}

function titleOf(type: DecoratedClass["type"], { method: { member } }: OwnMethod): string {
  return typeof member === "symbol" ? `${type.name}[${member.description ?? ""}]` : `${type.name}.${member}`;
}

/** Whether a property is a method. An enumerable property of a class is a static field, which may have any function. */
function isMethod({ value, enumerable }: PropertyDescriptor, isStatic: boolean): boolean {
  return typeof value === "function" && !(isStatic && enumerable) && !isClass(value);
}
