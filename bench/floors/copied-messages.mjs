import protobuf from "protobufjs/minimal.js";

/** Of a counter's message behind its value: when it began. */
const CREATED_BYTES = 14;

/**
 * The floor of protobuf scrapes of counters: messages whose bytes are ready, copied at once into one buffer, with a double put
 * into each. It has no removal and no pauses, and one family.
 */
export const copiedMessages = {
  name: "copied messages",
  formats: ["protobuf"],
  create() {
    const slots = new Map();
    const writer = protobuf.Writer.create();
    const marks = [];
    const values = new Float64Array(100_000);
    let messages;
    let out;
    let view;
    const layOut = () => {
      messages = writer.finish();
      out = Buffer.allocUnsafeSlow(messages.length);
      view = new DataView(out.buffer);
    };
    return {
      counter: (name) => name,
      inc: (_, labels, value) => {
        const known = slots.get(labels.route);
        const slot = known ?? marks.length;
        values[slot] += value;
        if (known !== undefined) return;
        slots.set(labels.route, slot);
        writeMetric(writer, labels);
        marks.push(writer.len - CREATED_BYTES - 8);
      },
      scrape: () => {
        if (messages === undefined) layOut();
        out.set(messages);
        for (let slot = 0; slot < marks.length; slot++) view.setFloat64(marks[slot], values[slot], true);
        return out;
      },
    };
  },
};

function writeMetric(writer, labels) {
  writer.uint32(34).fork();
  for (const [name, value] of Object.entries(labels))
    writer.uint32(10).fork().uint32(10).string(name).uint32(18).string(value).ldelim();
  writer.uint32(26).fork().uint32(9).double(0);
  writer.uint32(26).fork().uint32(8).int64(1_800_000_000).uint32(16).int32(500_000_000).ldelim();
  writer.ldelim().ldelim();
}
