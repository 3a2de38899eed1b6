import { afterEach, beforeEach, expect, test } from "vitest";
import { Counter, Gauge, Info, onError, type Registry, StateSet } from "../../../src/index.js";
import { bystander, judgedInThreeFormats, registryWithBystander } from "./three-formats.js";

const help = "Borderline.";

/** Declarations that a format cannot express. None of them may make a whole scrape unreadable. */
const borderline: Readonly<Record<string, (registry: Registry) => unknown>> = {
  "a unit that is the whole name": (registry) =>
    new Counter({ name: "seconds_total", help, unit: "seconds", registry }),
  "a state set whose name has a colon": (registry) =>
    new StateSet({ name: "job:state", help, states: ["on", "off"], registry }).set("on"),
  "labels that are one when they are escaped": (registry) => {
    const labelNames = ["a.b", "a_b"] as const;
    new Gauge({ name: "size", help, labelNames, nameValidation: "utf8", registry }).set({ "a.b": "x", a_b: "y" }, 1);
  },
  "a constant label that is one with another when they are escaped": (registry) => {
    const options = { name: "size", help, constLabels: { "a.b": "x" }, labelNames: ["a_b"] } as const;
    new Gauge({ ...options, nameValidation: "utf8", registry }).set({ a_b: "y" }, 1);
  },
  "facts that are one when they are escaped": (registry) =>
    new Info({ name: "build_info", help, nameValidation: "utf8", registry }).set({ "a.b": "x", a_b: "y" }),
  "families that are one when they are escaped": (registry) => {
    for (const name of ["a.b", "a_b"]) new Gauge({ name, help, nameValidation: "utf8", registry }).set(1);
  },
  "an info with no facts": (registry) => new Info({ name: "build_info", help, registry }).set({}),
  "a label named like a method of objects": (registry) =>
    new Gauge({ name: "size", help, labelNames: ["constructor"], registry }).set({ constructor: "x" }, 1),
};

beforeEach(() => {
  onError(() => {});
});

afterEach(() => {
  onError(undefined);
});

test.each(Object.entries(borderline))(
  "%s is rejected, omitted, or written so that every reader accepts it",
  async (_, declare) => {
    const registry = registryWithBystander();
    try {
      declare(registry);
    } catch (error) {
      expect(error).toSatisfy((thrown) => thrown instanceof RangeError || thrown instanceof TypeError);
    }
    expect(await judgedInThreeFormats(registry)).toContainEqual(bystander);
  },
);
