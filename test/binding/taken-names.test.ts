import { describe, expect, test } from "vitest";
import { bind, CountCalls, counter, gauge, InProgress, Registry } from "../../src/index.js";
import { shown } from "../decorators/reading.js";
import { recordedReports } from "../decorators/recorded-reports.js";

const reported = recordedReports();

/** A base class without measured methods, and a derived class whose collectors are created at its first call. */
function classes() {
  class Base {}
  class Derived extends Base {
    @CountCalls(counter({ name: "taken_total", help: "Calls." }))
    @InProgress(gauge({ name: "running", help: "Running.", labelNames: ["x"] }), { labels: { x: 1 } })
    run() {
      return "result";
    }
  }
  return { Base, Derived };
}

describe("a call of a class whose collector has a name that is taken in the registry of its base class", () => {
  test("is counted as lost there, and reported once with the reason", async () => {
    const { Base, Derived } = classes();
    const registry = new Registry();
    registry.getOrCreate(counter({ name: "taken_total", help: "Another." }));
    registry.getOrCreate(gauge({ name: "running", help: "Another." }));
    using _ = bind(Base, registry);
    for (let calls = 0; calls < 2; calls++) expect(new Derived().run()).toBe("result");
    expect(await shown(registry)).toEqual({
      "narthex_instrumentation_errors_total{metric=taken_total}": 2,
      "narthex_instrumentation_errors_total{metric=running}": 2,
    });
    expect([...reported].sort()).toEqual([
      expect.stringMatching(/^running NARTHEX_LOST_UPDATE: running: the name is already registered/),
      expect.stringMatching(/^taken_total NARTHEX_LOST_UPDATE: taken_total: the name is already registered/),
    ]);
  });

  test("returns its result if the registry is of an older version, which does not count lost calls", () => {
    const { Base, Derived } = classes();
    const registry = new Registry();
    registry.getOrCreate(counter({ name: "taken_total", help: "Another." }));
    const source = { getOrCreate: registry.getOrCreate.bind(registry) };
    using _ = bind(Base, source as Registry);
    expect(new Derived().run()).toBe("result");
    expect(reported).toHaveLength(1);
  });
});
