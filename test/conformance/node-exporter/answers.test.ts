import { describe, expect, test } from "vitest";
import { isAtLeast } from "../judges/programs.js";
import { behaviours } from "./behaviours.js";
import { answersOfNodeExporter, answersOfService } from "./servers.js";

const isOld = !isAtLeast("prometheus-node-exporter", 1, 6);
const known = behaviours.filter(({ isNew }) => isNew !== true || !isOld);

describe("node_exporter answers", () => {
  test.each(known.map((row) => [row.option, row.name, row] as const))("%s: %s", async (_option, _name, row) => {
    expect(await answersOfNodeExporter(row)).toEqual(row.requests.map(({ answer }) => answer));
  });
});

describe("a service with the same file answers alike, or differs for the reason that the row gives", () => {
  test.each(behaviours.map((row) => [row.option, row.name, row] as const))("%s: %s", async (_option, _name, row) => {
    expect(await answersOfService(row)).toEqual(row.requests.map(({ answer, here }) => here ?? answer));
  });
});
