import fc from "fast-check";
import { afterAll, beforeAll, describe, test } from "vitest";
import { Counter, onError, Registry, render } from "../../../src/index.js";
import { type Case, judgeMany } from "../judge-all.js";
import { judgedModel } from "../readings/model-family.js";
import { recipes, utf8Names } from "../registries/arbitrary-recipes.js";
import { type Recipe, registryOf } from "../registries/recipe.js";

const accepts = [
  "text/plain; version=0.0.4",
  "text/plain; version=1.0.0; escaping=underscores",
  "application/openmetrics-text; version=0.0.1",
  "application/openmetrics-text; version=1.0.0",
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
];

async function caseOf(registry: Registry, createdSamples = false): Promise<Case> {
  const expositions = await Promise.all(accepts.map((accept) => render(registry, { accept, createdSamples })));
  using gathered = await registry.gather();
  return { expositions, model: gathered.map(judgedModel) };
}

async function judgeRecipes(all: readonly (readonly Recipe[])[], createdSamples: boolean): Promise<void> {
  const cases = all.map((some, index) => caseOf(registryOf(some, `r${index}_`), createdSamples));
  await judgeMany(await Promise.all(cases));
}

// Text has no native buckets, which the library reports.
beforeAll(() => onError(() => {}));
afterAll(() => onError(undefined));

describe("a random registry", () => {
  test("has the same samples for every reader in every format", async () => {
    const batches = fc.array(recipes, { minLength: 25, maxLength: 25 });
    await fc.assert(fc.asyncProperty(batches, fc.boolean(), judgeRecipes), {
      numRuns: 20,
      interruptAfterTimeLimit: 60_000,
    });
  });

  test.each(["underscores", "dots", "values", "allow-utf-8"])(
    "with UTF-8 names has the same samples for every reader with the escaping scheme %s",
    async (scheme) => {
      const cases = fc.sample(utf8Names, 100).map(async ({ name, labels }, index): Promise<Case> => {
        const registry = new Registry();
        const labelNames = labels.map(([label]) => label);
        const options = { name: `${name}${index}`, help: name, labelNames, nameValidation: "utf8", registry } as const;
        new Counter(options).labels(Object.fromEntries(labels)).inc(3);
        // OpenMetrics 0.0.1 never has quoted names.
        const escaped = accepts
          .slice(1)
          .filter((accept) => scheme !== "allow-utf-8" || !accept.includes("0.0.1"))
          .map((accept) => render(registry, { accept: accept.replace(/(; escaping=.*)?$/, `; escaping=${scheme}`) }));
        return { expositions: await Promise.all(escaped) };
      });
      await judgeMany(await Promise.all(cases), { names: scheme === "allow-utf-8" ? "utf8" : "legacy" });
    },
  );
});
