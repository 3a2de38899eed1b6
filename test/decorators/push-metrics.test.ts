import "reflect-metadata";
import { afterEach, describe, expect, test } from "vitest";
import { Gauge } from "../../src/collectors/gauge.js";
import { setClock } from "../../src/globals/clock.js";
import { onError } from "../../src/globals/error-listener.js";
import { Pushgateway, PushMetrics } from "../../src/push/index.js";
import { Registry } from "../../src/registry/registry.js";
import { FakeGateway } from "../push/fake-gateway.js";

let clock: Disposable | undefined;
afterEach(() => {
  clock?.[Symbol.dispose]();
  clock = undefined;
  onError(undefined);
});

/** A clock that is set by the test, in milliseconds. */
function tellingClock(): { ms: number } {
  const time = { ms: 1_000 };
  clock = setClock({ monotonic: () => time.ms, now: () => time.ms });
  return time;
}

function gatewayAt(url: string): Pushgateway {
  const registry = new Registry();
  new Gauge({ name: "records", help: "Records.", registry }).set(7);
  return new Pushgateway({ url, job: "backup", registry, format: "text", retry: false });
}

const samples = (body = "") => body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

describe("@PushMetrics", () => {
  test("pushes success, duration and the time of success together with the registry, before the promise settles", async () => {
    await using fake = await FakeGateway.start();
    const time = tellingClock();
    const gateway = gatewayAt(fake.url);
    class Job {
      @PushMetrics(gateway, { name: "backup" })
      async run(records: number): Promise<number> {
        time.ms += 2_500;
        return records * 2;
      }
    }
    expect(await new Job().run(21)).toBe(42);
    expect(fake.received.map(({ method, url }) => `${method} ${url}`)).toEqual(["POST /metrics/job/backup"]);
    expect(samples(fake.received[0]?.body)).toEqual([
      "records 7",
      "backup_duration_seconds 2.5",
      "backup_success 1",
      "backup_last_success_timestamp_seconds 3.5",
    ]);
  });

  test("adds its metrics under the registry's prefix, with its constant labels", async () => {
    await using fake = await FakeGateway.start();
    const registry = new Registry({ prefix: "app_", constLabels: { site: "x" } });
    new Gauge({ name: "records", help: "Records.", registry }).set(7);
    const gateway = new Pushgateway({ url: fake.url, job: "backup", registry, format: "text", retry: false });
    tellingClock();
    class Job {
      @PushMetrics(gateway)
      async run(): Promise<void> {}
    }
    await new Job().run();
    expect(samples(fake.received[0]?.body)).toEqual([
      'app_records{site="x"} 7',
      'app_job_duration_seconds{site="x"} 0',
      'app_job_success{site="x"} 1',
      'app_job_last_success_timestamp_seconds{site="x"} 1',
    ]);
  });

  test("does not push the time of the last success if the job fails, and throws the job's error", async () => {
    await using fake = await FakeGateway.start();
    tellingClock();
    const gateway = gatewayAt(fake.url);
    const failure = new Error("disk full");
    class Job {
      @PushMetrics(gateway)
      async run(): Promise<void> {
        throw failure;
      }
    }
    await expect(new Job().run()).rejects.toBe(failure);
    expect(samples(fake.received[0]?.body)).toEqual(["records 7", "job_duration_seconds 0", "job_success 0"]);
  });

  test("pushes after a synchronous method, also if it throws", async () => {
    await using fake = await FakeGateway.start();
    const gateway = gatewayAt(fake.url);
    class Job {
      @PushMetrics(gateway)
      run(value: string): string {
        if (value === "") throw new RangeError("empty");
        return value;
      }
    }
    expect(new Job().run("x")).toBe("x");
    await expect.poll(() => fake.received.length).toBe(1);
    expect(() => new Job().run("")).toThrow(RangeError);
    await expect.poll(() => fake.received.length).toBe(2);
    expect(fake.received.map(({ body }) => /job_success (\d)/.exec(body)?.[1])).toEqual(["1", "0"]);
  });

  test("returns a promise of another class unchanged, and waits for it", async () => {
    await using fake = await FakeGateway.start();
    class Deferred extends Promise<string> {}
    let fail = (_: Error): void => {};
    const pending = new Deferred((_, reject) => {
      fail = reject;
    });
    const gateway = gatewayAt(fake.url);
    class Job {
      @PushMetrics(gateway)
      run(): Promise<string> {
        return pending;
      }
    }
    const given = new Job().run();
    expect(given).toBe(pending);
    fail(new Error("disk full"));
    await expect(given).rejects.toThrow("disk full");
    await expect.poll(() => fake.received.length).toBe(1);
    expect(samples(fake.received[0]?.body)).toContain("job_success 0");
  });

  test("rejects generators, which do not settle", () => {
    const gateway = gatewayAt("http://gateway:9091");
    expect(() => {
      class Job {
        @PushMetrics(gateway)
        async *run(): AsyncGenerator<number> {
          yield 1;
        }
      }
      return Job;
    }).toThrow(/^@PushMetrics: run must not be a generator/);
  });

  test("reports a failed push, which does not change the result of the job", async () => {
    await using fake = await FakeGateway.start({ status: 400, body: "no" }, { status: 400, body: "no" });
    const told: string[] = [];
    onError((error) => void told.push(error.message));
    const gateway = gatewayAt(fake.url);
    class Job {
      @PushMetrics(gateway)
      async run(): Promise<string> {
        return "done";
      }
    }
    expect([await new Job().run(), await new Job().run()]).toEqual(["done", "done"]);
    expect(told).toEqual([`POST ${gateway.url} failed with status 400: no`]);
  });

  test("keeps the name, length and receiver of the method", async () => {
    await using fake = await FakeGateway.start();
    const gateway = gatewayAt(fake.url);
    class Job {
      readonly #base = 40;
      @PushMetrics(gateway)
      async run(a: number, b: number): Promise<number> {
        return this.#base + a + b;
      }
    }
    expect([Job.prototype.run.name, Job.prototype.run.length]).toEqual(["run", 2]);
    expect(await new Job().run(1, 1)).toBe(42);
  });

  test("rejects classes and invalid names", () => {
    const gateway = gatewayAt("http://gateway:9091");
    expect(() => PushMetrics(gateway, { name: "my-job" })).toThrow(/^@PushMetrics: name must match/);
    const onClass = PushMetrics(gateway) as unknown as (target: unknown, context?: unknown) => void;
    expect(() => onClass(class {})).toThrow(/^@PushMetrics: must decorate a method/);
  });
});
