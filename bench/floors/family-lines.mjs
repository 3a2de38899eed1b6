import { BUCKETS } from "../workload.mjs";
import { writeDigits } from "./digits.mjs";

const NEWLINE = 10;
const bounds = [...BUCKETS.map((bound) => (Number.isInteger(bound) ? `${bound}.0` : bound)), "+Inf"];

/** The lines of families, each ready up to its value. The first line of a family begins with its metadata. */
export class FamilyLines {
  #slab;
  #offsets = [0];
  #values = [];
  #slots = [];
  #out;

  constructor(families) {
    let text = "";
    for (const { kind, name, label, series } of families) {
      text += `# HELP ${name} A metric of the benchmark.\n# TYPE ${name} ${kind}\n`;
      for (const [value, values] of series) {
        const own = `${label}="${value}"`;
        const lines =
          kind === "counter"
            ? [`${name}{${own}} `]
            : [
                ...bounds.map((bound) => `${name}_bucket{${own},le="${bound}"} `),
                `${name}_sum{${own}} `,
                `${name}_count{${own}} `,
              ];
        lines.forEach((line, slot) => {
          text += line;
          this.#offsets.push(text.length);
          this.#values.push(values);
          this.#slots.push(slot);
        });
      }
    }
    const bytes = Buffer.from(text + " ".repeat(8));
    this.#slab = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offsets = Uint32Array.from(this.#offsets);
    this.#out = Buffer.allocUnsafeSlow(bytes.length + this.#values.length * 24);
  }

  /** Copies all lines with the current values. */
  copy() {
    const slab = this.#slab;
    const offsets = this.#offsets;
    const out = this.#out;
    const target = new DataView(out.buffer, out.byteOffset, out.byteLength);
    let at = 0;
    for (let line = 0; line < offsets.length - 1; line++) {
      const to = offsets[line + 1];
      const end = at + to - offsets[line];
      for (let from = offsets[line]; from < to; from += 4, at += 4)
        target.setUint32(at, slab.getUint32(from, true), true);
      const value = this.#values[line][this.#slots[line]];
      at = Number.isInteger(value) ? writeDigits(target, end, value) : end + out.latin1Write(String(value), end);
      target.setUint8(at++, NEWLINE);
    }
    return out.subarray(0, at);
  }
}
