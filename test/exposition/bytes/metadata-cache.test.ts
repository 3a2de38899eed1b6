import { expect, test } from "vitest";
import { ByteWriter } from "../../../src/exposition/bytes/byte-writer.js";
import { MetadataCache } from "../../../src/exposition/bytes/metadata-cache.js";
import type { SeriesPageView } from "../../../src/model/families/collector-series.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";

const family: MetricFamily = { name: "a", help: "Help.", type: "gauge", metrics: [] };

/** A cache of metadata that consists of all that determines it, and the number of times that it was encoded. */
function counted() {
  let encoded = 0;
  const cache = new MetadataCache((writer, { name, help, type, unit }, escaped) => {
    encoded++;
    writer.text(`${[name, escaped, help, type, unit].join()}\n`);
  });
  const write = (one: MetricFamily, escaped: string, page: SeriesPageView | undefined): string => {
    const writer = new ByteWriter(4);
    writer.text("before ");
    cache.write(writer, one, escaped, page);
    return Buffer.from(writer.take()).toString();
  };
  return { write, encodings: () => encoded };
}

test("the metadata of a family is encoded once, and then copied", () => {
  const { write, encodings } = counted();
  const page = {} as SeriesPageView;
  for (let time = 0; time < 3; time++) expect(write(family, "a", page)).toBe("before a,a,Help.,gauge,\n");
  expect(encodings()).toBe(1);
});

test.each<[string, MetricFamily, string]>([
  ["name", { ...family, name: "b" }, "a"],
  ["escaped name", family, "b"],
  ["help", { ...family, help: "Other." }, "a"],
  ["type", { ...family, type: "unknown" }, "a"],
  ["unit", { ...family, unit: "seconds" }, "a"],
])("metadata with another %s is encoded anew", (_, other, escaped) => {
  const { write } = counted();
  const page = {} as SeriesPageView;
  write(family, "a", page);
  const { name, help, type, unit } = other;
  expect(write(other, escaped, page)).toBe(`before ${[name, escaped, help, type, unit].join()}\n`);
});

test("the metadata of a family without pages is not kept", () => {
  const { write, encodings } = counted();
  write(family, "a", undefined);
  write(family, "a", undefined);
  expect(encodings()).toBe(2);
});
