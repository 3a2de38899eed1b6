import { compileLoop } from "../harness/compile.mjs";
import { measure } from "../harness/rounds.mjs";
import { atMost, faster } from "../harness/rows.mjs";
import { libraries } from "../libraries/index.mjs";
import { latencies } from "../workload.mjs";

export const title = "Updates of a child that is kept";

const FLOOR = "bare slot";

const rows = [
  { verb: "inc", kind: "counter", target: 20, hasFloor: true },
  { verb: "set", kind: "gauge", value: "i", target: 20, hasFloor: true },
  { verb: "observe", kind: "histogram", value: "latencies[i & 4095]", target: 25 },
];

export async function run(options) {
  const results = [];
  const values = new Float64Array(256);
  const labels = { method: "GET", route: "/api/v1/resource/7" };
  for (const { verb, kind, value, target, hasFloor } of rows) {
    const withChildren = libraries.filter(({ write }) => write.child !== undefined);
    const cases = withChildren.map((one) => {
      const collector = one.create()[kind](`kept_${kind}`, Object.keys(labels));
      const c = one.write.child(collector, labels);
      return { name: one.name, run: compileLoop({ c, latencies }, one.write[verb]("c", undefined, value)) };
    });
    if (hasFloor) cases.push({ name: FLOOR, run: compileLoop({ values, slot: 7 }, "values[slot] += 1") });
    const samples = await measure(cases, options);
    const peers = samples.names.filter((name) => name !== "narthex" && name !== FLOOR);
    results.push(faster(`child ${verb}`, samples, { target, peers }));
    if (hasFloor) {
      results.push(
        atMost(`child ${verb} against an addition to a Float64Array`, samples, { target: 1.2, peers: [FLOOR] }),
      );
    }
  }
  return results;
}
