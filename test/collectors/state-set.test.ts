import { describe, expect, test } from "vitest";
import { Registry, renderText, StateSet } from "../../src/index.js";

describe("a state set", () => {
  const options = { name: "door", help: "Door.", states: ["open", "closed"] } as const;

  test("starts in its first state", () => {
    expect(new StateSet({ ...options, registry: null }).get()).toBe("open");
  });

  test("has one state at a time", async () => {
    const registry = new Registry();
    const door = new StateSet({ ...options, labelNames: ["house"], registry });
    door.set({ house: "a" }, "closed");
    door.set({ house: "b" }, "open");
    expect(door.get({ house: "a" })).toBe("closed");
    expect(await renderText(registry)).toContain(
      'door{house="a",door="open"} 0\ndoor{house="a",door="closed"} 1\ndoor{house="b",door="open"} 1\ndoor{house="b",door="closed"} 0\n',
    );
  });

  test.each([
    [
      () => new StateSet({ ...options, registry: null }).set("ajar" as never),
      'door: the state must be one of open, closed, but was "ajar".',
    ],
    [
      () => new StateSet({ ...options, states: [], registry: null }),
      "door: states must be a list of at least one non-empty string, but was [].",
    ],
    [
      () => new StateSet({ ...options, states: ["a", "a"], registry: null }),
      'door: states must name each state once, but was "a".',
    ],
    [
      () => new StateSet({ ...options, labelNames: ["door"], registry: null }),
      "door: labelNames must not contain the name of the state set",
    ],
  ])("rejects an invalid state or declaration", (make, message) => {
    expect(make).toThrow(message);
  });
});
