import { expect, test } from "vitest";
import { expositionFormats, parse } from "../../src/exposition/index.js";
import { contentTypeOf } from "../../src/exposition/negotiation/format.js";
import { render } from "../../src/exposition/render.js";
import { prepareRenderNow, renderNow } from "../../src/exposition/render-now.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { gathererOf } from "../testing/gatherer-of.js";

const protobuf = contentTypeOf("protobuf", "dots");
const families: readonly MetricFamily[] = [
  { name: "jobs.done_total", help: "Jobs.", type: "counter", metrics: [{ labels: {}, value: 3, created: 5 }] },
  { name: "level", help: "", type: "gauge", metrics: [{ labels: { at: "a" }, value: -1 }] },
];

// This test is the first in its file, because the encoder stays loaded.
test("renderNow falls back to text while the protobuf encoder is not loaded", async () => {
  await prepareRenderNow("text/plain");
  const { body, contentType } = renderNow(families, protobuf);
  expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(Buffer.from(body).toString()).toBe(`# HELP jobs_done_total Jobs.
# TYPE jobs_done_total counter
jobs_done_total 3
# TYPE level gauge
level{at="a"} -1
`);
});

test("renderNow renders protobuf once its encoder is loaded", async () => {
  await prepareRenderNow(protobuf);
  const { body, contentType } = renderNow(families, protobuf);
  expect(contentType).toBe(protobuf);
  expect(parse(body, contentType).map(({ name }) => name)).toEqual(["jobs_dot_done__total", "level"]);
});

test.each(expositionFormats.filter((format) => format.startsWith("text") || format === "protobuf"))(
  "renderNow renders %s as render does",
  async (format) => {
    const accept = contentTypeOf(format, "underscores");
    await prepareRenderNow(accept);
    const { body } = await render(gathererOf(families), { accept });
    expect(renderNow(families, accept)).toEqual({ body: Buffer.from(body), contentType: accept });
  },
);
