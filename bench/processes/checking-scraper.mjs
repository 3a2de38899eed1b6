// Scrapes, and checks that what it gets is valid, complete, and says of each series what can be true of it.
import { get } from "node:http";
import { gunzipSync } from "node:zlib";
import { parse } from "narthex/exposition";
import { answer } from "../harness/process.mjs";

function fetchBody(port, headers) {
  return new Promise((resolve, reject) => {
    get({ port, host: "127.0.0.1", path: "/metrics", headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode !== 200 || !response.complete) reject(new Error(`status ${response.statusCode}`));
        const body = Buffer.concat(chunks);
        const { "content-encoding": encoding, "content-type": contentType } = response.headers;
        resolve({ body: encoding === "gzip" ? gunzipSync(body) : body, contentType });
      });
    }).on("error", reject);
  });
}

const SAMPLE = /^(\w+)\{method="(?:GET|PUT)",id="(\d+)"(?:,le="[^"]+")?\} (\S+)$/;

/** What each family's series have counted or summed up, by id: read by our own parser. */
function parsed({ body, contentType }, names) {
  const families = parse(body, contentType);
  return new Map(
    names.map((name) => {
      const family = families.find((one) => one.name === name || `${one.name}_total` === name);
      const metrics = family?.metrics ?? [];
      return [name, new Map(metrics.map(({ labels, value, sum }) => [Number(labels.id), value ?? sum]))];
    }),
  );
}

/** The same from a text format, read line by line, which takes a tenth of the time. */
function scanned({ body }, names) {
  const found = new Map(names.map((name) => [name, new Map()]));
  for (const line of body.toString().trimEnd().split("\n")) {
    if (line.startsWith("#") || line.startsWith("narthex_")) continue;
    const match = SAMPLE.exec(line);
    if (match === null) throw new Error(`not a sample: ${line}`);
    const [, sample, id, value] = match;
    found.get(sample.replace(/_sum$/, ""))?.set(Number(id), Number(value));
  }
  return found;
}

/** Fails unless the ids of a family's series are as many as expected and follow one another. */
function checkSeries(name, values, expected) {
  for (const [id, value] of values) {
    const parts = value / (1 + (id % 7));
    if (!(Math.abs(parts - Math.round(parts)) < 1e-9)) throw new Error(`${name}: ${id} holds ${value}`);
  }
  const ids = Float64Array.from(values.keys()).sort();
  if (ids.length !== expected || ids.at(-1) - ids[0] !== expected - 1) {
    throw new Error(`${name}: ${ids.length} series from ${ids[0]} to ${ids.at(-1)} instead of ${expected}`);
  }
}

answer({
  /** One scrape; `isStrict` has a text be read by the parser, too. */
  async check(port, headers, expected, isStrict) {
    const answered = await fetchBody(port, headers);
    const names = Object.keys(expected);
    const isText = !answered.contentType.includes("protobuf");
    const read = isText ? scanned(answered, names) : parsed(answered, names);
    for (const name of names) checkSeries(name, read.get(name), expected[name]);
    if (!isText || !isStrict) return;
    for (const [name, values] of parsed(answered, names)) checkSeries(name, values, expected[name]);
  },
});
