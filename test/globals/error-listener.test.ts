import { afterEach, expect, test, vi } from "vitest";
import { Gauge, onError, Registry } from "../../src/index.js";

const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
afterEach(() => {
  onError(undefined);
  warned.mockClear();
});

/** Lets a collector fail. */
async function fail() {
  const registry = new Registry();
  new Gauge({
    name: "failing",
    help: "",
    registry,
    collect() {
      throw new Error("no reading");
    },
  });
  await registry.gather();
}

test("without a listener, an error is a warning with the code of the report", async () => {
  await fail();
  expect(warned.mock.calls).toEqual([
    ["failing: no reading", { type: "NarthexWarning", code: "NARTHEX_COLLECTOR_FAILED" }],
  ]);
});

test("a listener receives errors until it is disposed, and then the previous one does", async () => {
  const told: string[] = [];
  onError(() => told.push("first"));
  {
    using _ = onError(() => told.push("second"));
    await fail();
  }
  await fail();
  expect(told).toEqual(["second", "first"]);
  expect(warned).not.toHaveBeenCalled();
});

test("errors are warnings again after the only listener is disposed", async () => {
  onError(() => {})[Symbol.dispose]();
  await fail();
  expect(warned).toHaveBeenCalledTimes(1);
});

test("a listener that throws is reported by a warning", async () => {
  onError(() => {
    throw new Error("broken listener");
  });
  await fail();
  expect(warned.mock.calls).toEqual([
    ["onError: broken listener", { type: "NarthexWarning", code: "NARTHEX_LISTENER_FAILED" }],
  ]);
});
