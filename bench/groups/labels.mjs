import { compileLoop } from "../harness/compile.mjs";
import { measure } from "../harness/rounds.mjs";
import { faster } from "../harness/rows.mjs";
import { libraries } from "../libraries/index.mjs";
import { latencies, rotating } from "../workload.mjs";

export const title = "Updates with labels: a label object made at each call";

const names = ["method", "route"];

const hot = '{ method: "GET", route: "/api/v1/resource/7" }';
const turning = "{ method: methods[i % 1000], route: routes[i % 1000] }";

const rows = [
  { row: "inc, the same 2 labels", kind: "counter", verb: "inc", labels: hot, target: 2.5 },
  { row: "inc, 1,000 rotating sets", kind: "counter", verb: "inc", labels: turning, target: 2.5 },
  { row: "set, the same 2 labels", kind: "gauge", verb: "set", labels: hot, value: "i", target: 2.5 },
  { row: "set, 1,000 rotating sets", kind: "gauge", verb: "set", labels: turning, value: "i", target: 2.5 },
  {
    row: "observe, 11 buckets, the same 2 labels",
    kind: "histogram",
    verb: "observe",
    labels: hot,
    value: "latencies[i & 4095]",
    target: 6,
  },
  {
    row: "observe, 11 buckets, 1,000 rotating sets",
    kind: "histogram",
    verb: "observe",
    labels: turning,
    value: "latencies[i & 4095]",
    target: 5,
  },
];

export async function run(options) {
  const results = [];
  const filled = new Map(libraries.map((one) => [one, one.create()]));
  for (const { row, kind, verb, labels, value, target } of rows) {
    const cases = libraries.map((one) => {
      const collector = filled.get(one)[kind](`${kind}_${results.length}`, names);
      const scope = { c: collector, latencies, ...rotating };
      return { name: one.name, run: compileLoop(scope, one.write[verb]("c", labels, value)) };
    });
    results.push(faster(row, await measure(cases, options), { target }));
  }
  return results;
}
