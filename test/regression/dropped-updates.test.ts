import { expect, test } from "vitest";
import { bind, CountCalls, Counter, counter, type Incident, Instrumented, onError, Registry } from "../../src/index.js";
import { sampleValue } from "../../src/testing/index.js";

test("updates that are dropped because a collector was rejected are counted under its full name", async () => {
  const heard: Incident[] = [];
  onError((_, incident) => heard.push(incident));
  const registry = new Registry();

  @Instrumented({ namespace: "shop" })
  class Orders {
    @CountCalls(counter({ name: "calls", help: "" }))
    place() {}
  }
  using _ = bind(Orders, registry);
  registry.clear();
  new Counter({ name: "shop_calls_total", help: "Another definition.", registry });
  new Orders().place();
  onError(undefined);

  const lost = "narthex_instrumentation_errors_total";
  expect(await sampleValue(registry, lost, { metric: "shop_calls_total" })).toBe(1);
  expect(heard).toEqual([{ source: "shop_calls_total", code: "NARTHEX_LOST_UPDATE" }]);
});
