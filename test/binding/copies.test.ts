import { expect, test, vi } from "vitest";
import * as first from "../../src/index.js";
import { shown, shownWithZeros } from "../decorators/reading.js";

/** Loads the package again, as after a module reset or from another folder of node_modules. */
async function anotherCopy(): Promise<typeof first> {
  vi.resetModules();
  const copy = await import("../../src/index.js");
  expect(copy.bind).not.toBe(first.bind);
  return copy;
}

function declare({ CountCalls, counter, Timer }: typeof first, name: string) {
  class Service {
    @CountCalls(counter({ name, help: "Calls." }))
    @Timer()
    call() {}
  }
  return Service;
}

test("two copies share the default registry and count in the same collector", async () => {
  const second = await anotherCopy();
  expect(second.defaultRegistry).toBe(first.defaultRegistry);
  new (declare(first, "copied_total"))().call();
  new (declare(second, "copied_total"))().call();
  const { copied_total, ...rest } = await shown(first.defaultRegistry);
  expect([copied_total, rest]).toEqual([2, { "method_duration_seconds{class=Service,method=call}": 2 }]);
});

test("one copy can bind, unbind and describe classes of the other", async () => {
  const second = await anotherCopy();
  const Service = declare(first, "foreign_total");
  const registry = new second.Registry();
  const binding = second.bind(Service, registry);
  new Service().call();
  binding[Symbol.dispose]();
  new Service().call();
  expect(await shown(registry)).toEqual({
    foreign_total: 1,
    "method_duration_seconds{class=Service,method=call}": 1,
  });
  expect(second.declarationsOf(Service)).toEqual(first.declarationsOf(Service));
});

test("a gather by one copy binds waiting classes of the other", async () => {
  const second = await anotherCopy();
  declare(second, "waiting_total");
  expect(await shownWithZeros(first.defaultRegistry)).toHaveProperty("waiting_total", 0);
});

test("decorators of two copies can be stacked", async () => {
  const second = await anotherCopy();
  class Service {
    @first.CountCalls(second.counter({ name: "stacked_total", help: "Calls." }))
    @second.Timer(first.histogram({ name: "stacked_seconds", help: "Time." }))
    *numbers() {
      yield 1;
    }
  }
  const registry = new second.Registry();
  using _ = first.bind(Service, registry);
  expect([...new Service().numbers()]).toEqual([1]);
  expect(await shown(registry)).toEqual({ stacked_total: 1, stacked_seconds: 1 });
});

test("a decorator of one copy can write to a live collector of the other", async () => {
  const second = await anotherCopy();
  const live = new second.Counter({ name: "live_total", help: "Calls.", registry: null });
  class Service {
    @first.CountCalls(live)
    call() {}
  }
  new Service().call();
  expect(live.get()).toBe(1);
});
