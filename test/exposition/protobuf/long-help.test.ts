import fc from "fast-check";
import { expect, test } from "vitest";
import { acceptHeaderFor, Counter, Registry, render } from "../../../src/index.js";

test("a help text whose length looks like a part of a NaN is the same in each scrape", async () => {
  const accept = acceptHeaderFor("protobuf");
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 16_360, max: 16_390 }),
      fc.integer({ min: 1, max: 8 }),
      async (length, nameLength) => {
        const registry = new Registry();
        const help = "help ".repeat(length).slice(0, length);
        new Counter({ name: "n".repeat(nameLength), help, totalSuffix: false, registry });
        const [first, second] = [await render(registry, { accept }), await render(registry, { accept })];
        expect(Buffer.compare(first.body, second.body)).toBe(0);
        expect(Buffer.from(second.body).includes(help)).toBe(true);
      },
    ),
  );
});
