import { BUCKETS } from "../workload.mjs";
import { bareFamilies } from "./families.mjs";

const bounds = [...BUCKETS.map((bound) => (Number.isInteger(bound) ? `${bound}.0` : bound)), "+Inf"];

/**
 * The floor of first scrapes of many small families: their lines, joined as strings and encoded at once. It has no gathering, no
 * pauses, no escapes, and keeps nothing for the next scrape.
 */
export const joinedFamilies = {
  name: "joined families",
  formats: ["text"],
  create: () => bareFamilies((families) => Buffer.from(families.map(textOf).join(""), "latin1")),
};

function textOf({ kind, name, label, series }) {
  let text = `# HELP ${name} A metric of the benchmark.\n# TYPE ${name} ${kind}\n`;
  for (const [value, values] of series) {
    const own = `${label}="${value}"`;
    if (kind === "counter") {
      text += `${name}{${own}} ${values[0]}\n`;
      continue;
    }
    for (let i = 0; i < bounds.length; i++) text += `${name}_bucket{${own},le="${bounds[i]}"} ${values[i]}\n`;
    text += `${name}_sum{${own}} ${values[bounds.length]}\n${name}_count{${own}} ${values[bounds.length + 1]}\n`;
  }
  return text;
}
