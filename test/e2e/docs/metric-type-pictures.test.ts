import { join } from "node:path";
import { expect, test } from "vitest";
import { Histogram, Registry } from "../../../src/index.js";
import { root } from "./code-block.js";

interface Pictures {
  readDurations(): number[];
  pictures(library: object, durations: readonly number[]): Promise<Record<string, string>>;
}

const script = "../../../scripts/metric-type-pictures.mjs";

test("the pictures of metric types equal those that the script draws from the measured durations", async () => {
  const { readDurations, pictures } = (await import(script)) as Pictures;
  const drawn = Object.entries(await pictures({ Histogram, Registry }, readDurations()));
  expect(drawn).toHaveLength(2);
  for (const [name, picture] of drawn) await expect(picture).toMatchFileSnapshot(join(root, "docs/images", name));
});
