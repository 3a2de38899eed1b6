import { exec } from "node:child_process";
import { read as readFile } from "node:fs";
import { open } from "node:fs/promises";
import { setTimeout as timeout } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { Counter, countExceptions, Histogram, timed } from "../../src/index.js";
import { type Pushgateway, PushMetrics } from "../../src/push/index.js";

type Callback = (error: Error | null, text?: string) => void;

function setUp() {
  const seconds = new Histogram({ name: "promisified_seconds", help: "Time.", registry: null });
  const failures = new Counter({ name: "promisified_failures_total", help: "Failures.", registry: null });
  return { seconds, failures, read: () => [seconds.get()?.count, failures.get()] };
}

describe.each(["callback", "end", undefined] as const)("promisify of exec, measured until %s,", (until) => {
  function measured() {
    const set = setUp();
    const options = until === undefined ? {} : { until };
    return { ...set, run: promisify(timed(set.seconds, countExceptions(set.failures, exec, options), options)) };
  }

  test("records a command once, and has the same result", async () => {
    const { run, read } = measured();
    const running = run("echo hi");
    expect([running.child.pid, read()]).toEqual([expect.any(Number), [0, 0]]);
    expect(await running).toEqual({ stdout: "hi\n", stderr: "" });
    expect(read()).toEqual([1, 0]);
  });

  test("records a command that fails once, as a failure", async () => {
    const { run, read } = measured();
    await expect(run("exit 3")).rejects.toMatchObject({ code: 3 });
    expect(read()).toEqual([1, 1]);
  });

  test("returns a function that promisify does not wrap again", () => {
    const { run } = measured();
    expect(promisify(run)).toBe(run);
  });
});

test("the promisified original is not measured", async () => {
  const { seconds } = setUp();
  const original = promisify(exec);
  expect(promisify(timed(seconds, exec, { until: "callback" }))).not.toBe(original);
  expect(promisify(exec)).toBe(original);
  await original("echo hi");
  expect(seconds.get()?.count).toBe(0);
});

test("a promisified function behind a getter is measured, and the getter is not called before", async () => {
  const { seconds } = setUp();
  let asked = 0;
  const later = (callback: Callback) => setImmediate(callback, null, "called back");
  Object.defineProperty(later, promisify.custom, {
    configurable: true,
    get() {
      asked++;
      return () => timeout(1, "promised");
    },
  });
  const measured = timed(seconds, later, { until: "callback" });
  expect(asked).toBe(0);
  expect(await promisify(measured)()).toBe("promised");
  expect([asked > 0, seconds.get()?.count]).toEqual([true, 1]);
});

test("a function without a custom promisified one is promisified as usual, with named results", async () => {
  const { seconds } = setUp();
  const plain = (text: string, callback: Callback) => setImmediate(callback, null, text);
  expect(await promisify(timed(seconds, plain, { until: "callback" }))("a")).toBe("a");
  await using file = await open(import.meta.filename);
  const result = await promisify(timed(seconds, readFile, { until: "callback" }))(file.fd, Buffer.alloc(6), 0, 6, 0);
  expect([result.bytesRead, result.buffer.toString()]).toEqual([6, "import"]);
  expect(seconds.get()?.count).toBe(2);
});

test("a property that refers to the function itself refers to the wrapper", () => {
  const { seconds } = setUp();
  const fn = Object.assign((one: number) => one, { default: undefined as unknown });
  fn.default = fn;
  const measured = timed(seconds, fn);
  expect(measured.default).toBe(measured);
  expect(fn.default).toBe(fn);
});

test("the promisified form of a method with @PushMetrics pushes when its promise settles", async () => {
  const pushed: unknown[] = [];
  const gateway = { pushAdd: async (what: unknown) => void pushed.push(what) } as unknown as Pushgateway;
  const job = Object.assign((callback: Callback) => setImmediate(callback, null), {
    [promisify.custom]: async () => "done",
  });
  const property: PropertyDescriptor = { value: job, configurable: true, writable: true };
  PushMetrics(gateway)({}, "job", property);
  expect(await promisify(property.value)()).toBe("done");
  expect(pushed.length).toBe(1);
});
