import { expect, test } from "vitest";
import { contentTypeOf } from "../../src/exposition/negotiation/format.js";
import { render } from "../../src/exposition/render.js";
import type { MetricFamily } from "../../src/model/metric-family.js";
import { gathererOf } from "../testing/gatherer-of.js";

async function lastSample(family: MetricFamily): Promise<string | undefined> {
  const accept = contentTypeOf("openmetrics-1.0.0", "allow-utf-8");
  const { body } = await render(gathererOf([family]), accept, { createdSamples: true });
  return new TextDecoder().decode(body).split("\n").at(-3);
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
  const accept = contentTypeOf("openmetrics-1.0.0", "allow-utf-8");
  const { body } = await render(gathererOf([{ name: "a_total", help: "", type: "counter", metrics }]), accept);
  expect(new TextDecoder().decode(body)).toBe("# TYPE a counter\na_total 1\n# EOF\n");
});
