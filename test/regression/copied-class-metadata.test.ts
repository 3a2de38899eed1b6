import "reflect-metadata";
import { expect, test } from "vitest";
import { bind, declarationsOf, histogram, Registry, Timer } from "../../src/index.js";

const seconds = histogram({ name: "copied_seconds", help: "Time." });

interface MetadataOfClasses {
  getOwnMetadataKeys(target: object): unknown[];
  getOwnMetadata(key: unknown, target: object): unknown;
  defineMetadata(key: unknown, value: unknown, target: object): void;
}

/** What class decorators of frameworks do that replace the class: they copy its metadata to another one. */
function replaced<C extends abstract new () => object>(type: C): C {
  const reflect = Reflect as unknown as MetadataOfClasses;
  const Replacement = class {} as unknown as C;
  Object.defineProperties(Replacement.prototype, Object.getOwnPropertyDescriptors(type.prototype));
  for (const key of reflect.getOwnMetadataKeys(type))
    reflect.defineMetadata(key, reflect.getOwnMetadata(key, type), Replacement);
  return Replacement;
}

test("a class that a foreign decorator replaces has the declarations of the one whose metadata is copied", () => {
  class Orders {
    place(): number {
      return 1;
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(Orders.prototype, "place") as PropertyDescriptor;
  const decorate = Timer(seconds) as unknown as (target: object, key: string, property: PropertyDescriptor) => unknown;
  Object.defineProperty(
    Orders.prototype,
    "place",
    decorate(Orders.prototype, "place", descriptor) as PropertyDescriptor,
  );
  const Replaced = replaced(Orders);
  expect(declarationsOf(Replaced).map(({ member }) => member)).toEqual(["place"]);
  const registry = new Registry();
  bind(Replaced, registry);
  expect(registry.get("copied_seconds")).toBeDefined();
});
