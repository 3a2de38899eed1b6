import { expect, test } from "vitest";
import { renderText } from "../../src/exposition/render-text.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { gathererOf } from "../testing/gatherer-of.js";

const format = "openmetrics-1.0.0";

async function lastSample(family: MetricFamily): Promise<string | undefined> {
  return (await renderText(gathererOf([family]), { format, createdSamples: true })).split("\n").at(-3);
}

test("_created takes the place of a counter's _total", async () => {
  const metrics = [{ labels: {}, value: 1, created: 2 }];
  expect(await lastSample({ name: "a_total", help: "", type: "counter", metrics })).toBe("a_created 2");
});

test("_created is appended to the name of any other family", async () => {
  const metrics = [{ labels: {}, count: 1, sum: 1, quantiles: [], created: 2 }];
  expect(await lastSample({ name: "a_total", help: "", type: "summary", metrics })).toBe("a_total_created 2");
});

test("_created is omitted unless it is requested", async () => {
  const metrics = [{ labels: {}, value: 1, created: 2 }];
  const text = await renderText(gathererOf([{ name: "a_total", help: "", type: "counter", metrics }]), { format });
  expect(text).toBe("# TYPE a counter\na_total 1\n# EOF\n");
});
