import { describe, expect, test } from "vitest";
import { isAtLeast } from "../judges/programs.js";
import { behaviours } from "./behaviours.js";
import { answersOfNodeExporter } from "./servers.js";

const isOld = !isAtLeast("prometheus-node-exporter", 1, 6);
const rows = behaviours.filter(({ isNew }) => isNew !== true || !isOld);

describe("node_exporter", () => {
  test.each(rows.map((row) => [row.option, row.name, row] as const))("%s: %s", async (_option, _name, row) => {
    expect(await answersOfNodeExporter(row)).toEqual(row.requests.map(({ answer }) => answer));
  });
});
