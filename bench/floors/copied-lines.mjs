const NEWLINE = 10;
const pairs = new Uint16Array(100).map((_, n) => ((n % 10) + 48) * 256 + Math.floor(n / 10) + 48);

/**
 * The floor of text scrapes of counters: lines whose bytes are ready, copied one after another into one buffer, with the digits of a
 * whole number behind each. It has no formats, no removal and no pauses, and takes up to four bytes at a time.
 */
export const copiedLines = {
  name: "copied lines",
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

/** Writes a whole number below 10 to the 9th and returns where it ends. */
function writeDigits(target, start, value) {
  const count =
    value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 1e4 ? 4 : value < 1e5 ? 5 : value < 1e6 ? 6 : 9;
  const end = start + count;
  let at = end;
  let rest = value | 0;
  while (rest >= 10) {
    const next = (rest / 100) | 0;
    at -= 2;
    target.setUint16(at, pairs[rest - next * 100], true);
    rest = next;
  }
  if (rest > 0 || value === 0) target.setUint8(at - 1, rest + 48);
  return end;
}
