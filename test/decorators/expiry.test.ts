import { describe, expect, test } from "vitest";
import { bind, type Call, CountCalls, Counter, counter, Gauge, InProgress, Registry } from "../../src/index.js";
import { fakeClock } from "../../src/testing/index.js";

/** Lets the idle series of a registry expire, and returns the values that a scrape then shows. */
async function values(registry: Registry): Promise<number[]> {
  using gathered = await registry.gather();
  const families = gathered.filter(({ name }) => !name.startsWith("narthex_"));
  return families.flatMap((family) => {
    return family.type === "counter" || family.type === "gauge" ? [...family.metrics].map(({ value }) => value) : [];
  });
}

describe("a decorator on a collector whose series expire", () => {
  test("continues the series of constant labels from its old value", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter({ name: "jobs", help: "", labelNames: ["queue"], ttlSeconds: 60, registry });
    class Mail {
      @CountCalls(jobs, { labels: { queue: "mail" } })
      send(): void {}
    }
    new Mail().send();
    expect(await values(registry)).toEqual([1]);
    clock.advance(60);
    expect(await values(registry)).toEqual([]);
    new Mail().send();
    expect(await values(registry)).toEqual([2]);
  });

  test("continues it although another class has been bound since", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = counter({ name: "jobs", help: "", labelNames: ["queue"], ttlSeconds: 60 });
    class Mail {
      @CountCalls(jobs, { labels: { queue: "mail" } })
      send(): void {}
    }
    class Other {
      @CountCalls(jobs, { labels: { queue: "mail" } })
      send(): void {}
    }
    using _ = bind(Mail, registry);
    new Mail().send();
    expect(await values(registry)).toEqual([1]);
    clock.advance(60);
    expect(await values(registry)).toEqual([]);
    using __ = bind(Other, registry);
    new Other().send();
    new Mail().send();
    expect(await values(registry)).toEqual([3]);
  });

  test("balances calls in progress that take longer than the time to live", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const running = new Gauge({ name: "running", help: "", labelNames: ["queue"], ttlSeconds: 60, registry });
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    class Mail {
      @InProgress(running, { labels: ({ args: [queue] }: Call<[string]>) => ({ queue }) })
      async send(_queue: string, whenDone: Promise<void>): Promise<void> {
        await whenDone;
      }
    }
    const slow = new Mail().send("mail", ended);
    expect(await values(registry)).toEqual([1]);
    clock.advance(60);
    expect(await values(registry)).toEqual([]);
    await new Mail().send("mail", Promise.resolve());
    expect(await values(registry)).toEqual([1]);
    end();
    await slow;
    expect(await values(registry)).toEqual([0]);
  });
});
