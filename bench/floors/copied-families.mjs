import { BUCKETS } from "../workload.mjs";
import { FamilyLines } from "./family-lines.mjs";
import { FamilyMessages } from "./family-messages.mjs";

/**
 * The floor of scrapes of many small families: their lines or messages, whose bytes are ready, copied into one buffer, with the
 * current numbers. It has no registration, no removal and no pauses. Histograms are cumulative when they are updated, not when they
 * are scraped, and in protobuf none of their counts may reach 128.
 */
export const copiedFamilies = {
  name: "copied families",
  formats: ["text", "protobuf"],
  create() {
    const families = [];
    const laidOut = {};
    const family = (kind, name, [label], size) => {
      const added = { kind, name, label, size, series: new Map() };
      families.push(added);
      return added;
    };
    const valuesOf = ({ label, size, series }, labels) => {
      const key = labels[label];
      const known = series.get(key) ?? new Float64Array(size);
      series.set(key, known);
      return known;
    };
    return {
      counter: (name, labelNames) => family("counter", name, labelNames, 1),
      histogram: (name, labelNames) => family("histogram", name, labelNames, BUCKETS.length + 3),
      inc: (counter, labels, value) => {
        valuesOf(counter, labels)[0] += value;
      },
      observe: (histogram, labels, value) => {
        const values = valuesOf(histogram, labels);
        BUCKETS.forEach((bound, i) => {
          if (value <= bound) values[i]++;
        });
        values[BUCKETS.length]++;
        values[BUCKETS.length + 1] += value;
        values[BUCKETS.length + 2]++;
      },
      scrape: (format) => {
        laidOut[format] ??= format === "protobuf" ? new FamilyMessages(families) : new FamilyLines(families);
        return laidOut[format].copy();
      },
    };
  },
};
