import protobuf from "protobufjs/minimal.js";
import { BUCKETS } from "../workload.mjs";

/** The size of a series' time of creation, and of a bucket whose count is below 128. */
const CREATED_BYTES = 14;
const BUCKET_BYTES = 13;

const bounds = [...BUCKETS, Number.POSITIVE_INFINITY];

/** The messages of families, ready but for the numbers of their series. */
export class FamilyMessages {
  #messages;
  #series = [];
  #out;
  #view;

  constructor(families) {
    const whole = [];
    let size = 0;
    for (const family of families) {
      const writer = protobuf.Writer.create();
      writer.uint32(10).string(family.name).uint32(18).string("A metric of the benchmark.");
      writer.uint32(24).int32(family.kind === "counter" ? 0 : 4);
      const added = [];
      for (const [value, values] of family.series) {
        writer.uint32(34).fork().uint32(10).fork().uint32(10).string(family.label).uint32(18).string(value).ldelim();
        if (family.kind === "counter") writer.uint32(26).fork().uint32(9).double(0);
        else writeBuckets(writer.uint32(58).fork());
        writer.uint32(family.kind === "counter" ? 26 : 122).fork();
        writer.uint32(8).int64(1_800_000_000).uint32(16).int32(500_000_000).ldelim();
        writer.ldelim().ldelim();
        added.push({ kind: family.kind, values, end: writer.len - CREATED_BYTES });
      }
      const body = writer.finish();
      const head = protobuf.Writer.create().uint32(body.length).finish();
      size += head.length;
      for (const one of added) this.#series.push({ ...one, end: one.end + size });
      size += body.length;
      whole.push(head, body);
    }
    this.#messages = Buffer.concat(whole);
    this.#out = Buffer.allocUnsafeSlow(size);
    this.#view = new DataView(this.#out.buffer);
  }

  /** Copies all messages and writes the current numbers into them. */
  copy() {
    const view = this.#view;
    this.#out.set(this.#messages);
    for (const { kind, values, end } of this.#series) {
      if (kind === "counter") {
        view.setFloat64(end - 8, values[0], true);
        continue;
      }
      const start = end - bounds.length * BUCKET_BYTES;
      view.setUint8(start - 10, values[bounds.length + 1]);
      view.setFloat64(start - 8, values[bounds.length], true);
      for (let i = 0; i < bounds.length; i++) view.setUint8(start + i * BUCKET_BYTES + 3, values[i]);
    }
    return this.#out;
  }
}

/** Writes the fields of a histogram before its time of creation. */
function writeBuckets(writer) {
  writer.uint32(8).uint64(0).uint32(17).double(0);
  for (const bound of bounds) writer.uint32(26).fork().uint32(8).uint64(0).uint32(17).double(bound).ldelim();
}
