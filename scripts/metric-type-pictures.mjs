// Draws the pictures of docs/metric-types.md from durations that were measured once and are kept beside them. With --measure
// they are measured anew: how long requests to a small HTTP server take. A chart library would be a dependency for three
// pictures.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const images = new URL("../docs/images/", import.meta.url);
const kept = new URL("request-durations.txt", images);

const text = 'fill="#8b949e" font-family="sans-serif" font-size="12"';
const classicColour = "#ffa657";
const nativeColour = "#58a6ff";
const width = 760;
const left = 60;
const right = width - 20;

/** Reads durations in seconds from a file of whole microseconds. */
export function readDurations() {
  return readFileSync(kept, "utf8")
    .trim()
    .split("\n")
    .map((line) => Number(line) / 1e6);
}

/**
 * The pictures, by file name.
 *
 * @param library - Histogram and Registry
 * @param durations - in seconds
 */
export async function pictures({ Histogram, Registry }, durations) {
  const classic = await bucketsOf(Histogram, Registry, {}, durations);
  const native = await bucketsOf(Histogram, Registry, { native: true }, durations);
  return {
    "buckets.svg": bucketPicture(classic, native),
    "quantile-error.svg": errorPicture(classic, native, durations),
  };
}

/** What a histogram holds after some observations: bounds and count of each bucket. */
async function bucketsOf(Histogram, Registry, options, durations) {
  const registry = new Registry();
  const histogram = new Histogram({ name: "seconds", help: "", registry, ...options });
  for (const duration of durations) histogram.observe(duration);
  const [family] = await registry.gather();
  const [{ buckets, native }] = [...family.metrics];
  if (native === undefined) {
    return buckets.map(({ upperBound, count }, i) => ({
      lower: buckets[i - 1]?.upperBound ?? 0,
      upper: upperBound,
      count: count - (buckets[i - 1]?.count ?? 0),
    }));
  }
  let index = 0;
  let next = 0;
  const bound = (i) => 2 ** (i / 2 ** native.schema);
  return native.positiveSpans.flatMap(({ offset, length }) => {
    index += offset;
    return Array.from({ length }, () => {
      index++;
      return { lower: bound(index - 2), upper: bound(index - 1), count: native.positiveCounts[next++] };
    });
  });
}

/** What `histogram_quantile` gives: as if observations were spread evenly over their bucket. */
function estimate(buckets, quantile) {
  const rank = quantile * buckets.reduce((sum, { count }) => sum + count, 0);
  let below = 0;
  for (const { lower, upper, count } of buckets) {
    if (below + count >= rank && count > 0) {
      return upper === Number.POSITIVE_INFINITY ? lower : lower + ((upper - lower) * (rank - below)) / count;
    }
    below += count;
  }
  return Number.NaN;
}

function errorPicture(classic, native, durations) {
  const sorted = [...durations].sort((a, b) => a - b);
  const [top, bottom, most] = [66, 290, 100];
  const x = (quantile) => left + quantile * (right - left);
  const y = (percent) => (top + bottom) / 2 - (percent / most) * ((bottom - top) / 2);
  const errorOf = (buckets, quantile) => {
    const exact = sorted[Math.ceil(quantile * sorted.length) - 1];
    return Math.max(-most, Math.min(most, 100 * (estimate(buckets, quantile) / exact - 1)));
  };
  const quantiles = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
  const line = (buckets, colour) => {
    const points = quantiles.map((quantile) => `${round(x(quantile))},${round(y(errorOf(buckets, quantile)))}`);
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  };
  return svg(330, [
    title("How far a quantile is off, computed from buckets of the same requests"),
    ...[-100, -50, 0, 50, 100].flatMap((percent) => [
      `<path d="M${left} ${y(percent)}H${right}" stroke="${percent === 0 ? "#6e7681" : "#30363d"}"/>`,
      `<text x="${left - 8}" y="${y(percent) + 4}" text-anchor="end" ${text}>${percent > 0 ? "+" : ""}${percent}%</text>`,
    ]),
    ...[0.1, 0.25, 0.5, 0.75, 0.9, 0.99].map(
      (quantile) =>
        `<text x="${round(x(quantile))}" y="${bottom + 22}" text-anchor="middle" ${text}>p${quantile * 100}</text>`,
    ),
    line(classic, classicColour),
    line(native, nativeColour),
    ...legend(classic, native),
  ]);
}

function bucketPicture(classic, native) {
  const [lowest, highest] = [0.0001, 1];
  const x = (seconds) =>
    left +
    ((Math.log10(Math.min(Math.max(seconds, lowest), highest)) - Math.log10(lowest)) /
      (Math.log10(highest) - Math.log10(lowest))) *
      (right - left);
  const bars = (buckets, colour, base) => {
    const total = buckets.reduce((sum, { count }) => sum + count, 0);
    const shown = buckets.filter(({ count, lower }) => count > 0 && lower < highest);
    // The area of a bar is the share of its bucket.
    const density = ({ lower, upper, count }) => count / total / Math.max(x(upper) - x(lower), 1);
    const scale = 110 / Math.max(...shown.map(density));
    return shown.map((bucket) => {
      const [from, to, height] = [x(bucket.lower), x(bucket.upper), density(bucket) * scale];
      const place = `x="${round(from)}" y="${round(base - height)}" width="${round(to - from)}" height="${round(height)}"`;
      return `<rect ${place} fill="${colour}" fill-opacity="0.75" stroke="#0d1117" stroke-width="0.5"/>`;
    });
  };
  return svg(360, [
    title("The same requests in the buckets of both kinds, by duration"),
    ...bars(classic, classicColour, 180),
    ...bars(native, nativeColour, 310),
    ...[180, 310].map((base) => `<path d="M${left} ${base}H${right}" stroke="#6e7681"/>`),
    ...["0.1 ms", "1 ms", "10 ms", "100 ms", "1 s"].map(
      (label, i) =>
        `<text x="${round(x(lowest * 10 ** i))}" y="332" text-anchor="${["start", "middle", "middle", "middle", "end"][i]}" ${text}>${label}</text>`,
    ),
    ...legend(classic, native),
  ]);
}

function legend(classic, native) {
  const used = (buckets) => buckets.filter(({ count }) => count > 0).length;
  return [
    `<text x="${left}" y="44" ${text.replace("#8b949e", classicColour)}>classic, default buckets: ${used(classic)} of ${classic.length} are used</text>`,
    `<text x="${left + 320}" y="44" ${text.replace("#8b949e", nativeColour)}>native: ${used(native)} buckets, none was chosen</text>`,
  ];
}

function title(words) {
  return `<text x="${left}" y="24" ${text.replace("#8b949e", "#e6edf3").replace('"12"', '"14"')}>${words}</text>`;
}

function svg(height, parts) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function round(number) {
  return Math.round(number * 100) / 100;
}

/** Requests of three kinds, eight at a time. */
async function measure(requests) {
  const compress = promisify(gzip);
  const server = createServer(async (request, response) => {
    const size = { "/small": 1e3, "/page": 2e5, "/report": 2e6 }[request.url];
    const rows = JSON.stringify(Array.from({ length: size / 20 }, (_, i) => i * Math.PI));
    response.end(await compress(rows));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const durations = [];
  const client = async () => {
    while (durations.length < requests) {
      const path = Math.random() < 0.9 ? "/small" : Math.random() < 0.9 ? "/page" : "/report";
      const start = performance.now();
      await (await fetch(origin + path)).arrayBuffer();
      durations.push(Math.round((performance.now() - start) * 1e3));
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  server.close();
  server.closeAllConnections();
  writeFileSync(kept, `${durations.slice(0, requests).join("\n")}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--measure")) await measure(4000);
  const library = await import("narthex");
  for (const [name, picture] of Object.entries(await pictures(library, readDurations()))) {
    writeFileSync(new URL(name, images), picture);
  }
}
