import { compileText } from "../harness/compile.mjs";
import { measure } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { libraries } from "../libraries/index.mjs";
import { latencies } from "../workload.mjs";

export const title = "Updates without labels, at a call site that has seen several collectors";

const rows = [
  { row: "inc, no labels", verb: "inc", kinds: ["counter", "counter", "gauge", "counter"], target: 3 },
  {
    row: "observe, no labels, 11 buckets",
    verb: "observe",
    kinds: ["histogram", "histogram", "summary", "histogram"],
    value: "latencies[i & 4095]",
    target: 8,
  },
];

export async function run(options) {
  const results = [];
  for (const { row, verb, kinds, value, target } of rows) {
    const cases = libraries.map((one) => {
      const filled = one.create();
      const collectors = kinds
        .filter((kind) => filled[kind] !== undefined && (kind !== "gauge" || one.write.child !== undefined))
        .map((kind, i) => filled[kind](`${verb}_${i}_${kind}`));
      const loop = compileText(
        { latencies },
        (name) =>
          `function ${name}(count, c) { for (let i = 0; i < count; i++) { ${one.write[verb]("c", undefined, value)}; } }`,
      );
      for (let time = 0; time < 20; time++) for (const collector of collectors) loop(500, collector);
      return { name: one.name, run: (count) => loop(count, collectors[0]) };
    });
    results.push(faster(row, await measure(cases, options), { target }));
  }
  return results;
}
