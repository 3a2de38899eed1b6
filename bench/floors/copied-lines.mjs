import { writeDigits } from "./digits.mjs";

const NEWLINE = 10;

/**
 * The floor of text scrapes of counters: lines whose bytes are ready, copied one after another into one buffer, with the digits of a
 * whole number behind each. It has no formats, no removal and no pauses, and takes up to four bytes at a time.
 */
export const copiedLines = {
  name: "copied lines",
  formats: ["text"],
  create() {
    const slots = new Map();
    const lines = [];
    let slab;
    let offsets;
    let out;
    const values = new Float64Array(100_000);
    /** Lays the lines out, as the first scrape has to. */
    const layOut = () => {
      const bytes = Buffer.from(lines.join("") + " ".repeat(8));
      slab = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      offsets = new Uint32Array(lines.length + 1);
      lines.forEach((line, i) => {
        offsets[i + 1] = offsets[i] + line.length;
      });
      out = Buffer.allocUnsafeSlow(bytes.length + lines.length * 16);
    };
    return {
      counter: (name) => name,
      inc: (name, { method, route, status }, value) => {
        const known = slots.get(route);
        const slot = known ?? lines.length;
        values[slot] += value;
        if (known !== undefined) return;
        slots.set(route, slot);
        lines.push(`${name}{method="${method}",route="${route}",status="${status}"} `);
      },
      scrape: () => {
        if (slab === undefined) layOut();
        return out.subarray(0, copyLines(slab, offsets, values, out));
      },
    };
  },
};

function copyLines(slab, offsets, values, out) {
  const target = new DataView(out.buffer, out.byteOffset, out.byteLength);
  const lines = offsets.length - 1;
  let at = 0;
  for (let line = 0; line < lines; line++) {
    const to = offsets[line + 1];
    const end = at + to - offsets[line];
    for (let from = offsets[line]; from < to; from += 4, at += 4)
      target.setUint32(at, slab.getUint32(from, true), true);
    at = writeDigits(target, end, values[line]);
    target.setUint8(at++, NEWLINE);
  }
  return at;
}
