import { parse } from "narthex/exposition";
import { contents } from "../fill.mjs";
import { libraries } from "../libraries/index.mjs";
import { accepts, narthex } from "../libraries/narthex.mjs";
import { incumbent } from "../libraries/prom-client.mjs";
import { assertSame } from "./canonical.mjs";
import { milliseconds } from "./stopwatch.mjs";

/** Nothing is worth measuring that does not write the same samples. `floors` write text. */
export async function assertSameSamples(content, series, floors = []) {
  const bodies = new Map();
  for (const one of [...libraries, ...floors]) {
    const filled = one.create();
    contents[content](filled, series);
    bodies.set(one, filled);
  }
  for (const format of ["text", "openmetrics"]) {
    const expected = await bodies.get(incumbent).scrape(format);
    for (const [one, filled] of bodies) {
      // The exporter of OpenTelemetry and the floors write text alone.
      const ownFormat = formatsOf(one).includes(format) ? format : "text";
      assertSame(await filled.scrape(ownFormat), expected, `${one.name} ${format}`);
    }
  }
  const ours = bodies.get(narthex);
  const expected = valuesIn(await ours.scrape("text"), accepts.text);
  for (const [one, filled] of bodies) {
    if (!formatsOf(one).includes("protobuf")) continue;
    if (valuesIn(await filled.scrape("protobuf"), accepts.protobuf) !== expected)
      throw new Error(`${one.name}: protobuf differs from text`);
  }
}

function valuesIn(body, accept) {
  const metrics = parse(body, accept).flatMap((family) => family.metrics);
  return metrics
    .map(({ labels, value, sum, buckets }) => JSON.stringify([labels, value, sum, buckets]))
    .sort()
    .join();
}

/** The formats that a library or a floor writes. */
export function formatsOf({ name, formats }) {
  if (formats !== undefined) return formats;
  if (name === "narthex") return ["text", "openmetrics", "protobuf"];
  return name === "opentelemetry" ? ["text"] : ["text", "openmetrics"];
}

/** Times a scrape. */
export async function timedScrape(filled, format) {
  // A full collection would also throw optimized code away, at the cost of the scrape.
  globalThis.gc({ type: "minor" });
  const start = milliseconds();
  await filled.scrape(format);
  return milliseconds() - start;
}
