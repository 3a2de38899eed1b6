import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { Counter, type CounterMetric, type Gathered, onError, Registry } from "../../../src/index.js";
import { fakeClock } from "../../../src/testing/index.js";

const options = { name: "jobs", help: "", labelNames: ["queue"] as const, ttlSeconds: 60 };

/** The queues that a gather shows, and their values. */
function shownBy(gathered: Gathered): Record<string, number> {
  const metrics = gathered.flatMap(({ name, metrics }) => (name === "jobs_total" ? [...metrics] : []));
  const entries = (metrics as CounterMetric[]).map(({ labels, value }) => [labels["queue"], value] as const);
  return Object.fromEntries(entries.sort());
}

describe("a running scrape", () => {
  test("shows to its end the series that expire for a later one", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter({ ...options, registry });
    const kept = jobs.labels({ queue: "kept" });
    jobs.inc({ queue: "mail" }, 3);
    using earlier = await registry.gather();
    clock.advance(60);
    using later = await registry.gather();
    kept.inc(5);
    using last = await registry.gather();
    expect([earlier, later, last].map(shownBy)).toEqual([{ kept: 5, mail: 3 }, {}, { kept: 5 }]);
  });

  test("keeps the slot of an expired series, which a check frees when it has ended", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter({ ...options, registry });
    jobs.inc({ queue: "mail" }, 3);
    const earlier = await registry.gather();
    clock.advance(60);
    (await registry.gather())[Symbol.dispose]();
    jobs.inc({ queue: "print" });
    expect(shownBy(earlier)).toEqual({ mail: 3 });
    earlier[Symbol.dispose]();
    const last = await registry.gather();
    expect(shownBy(last)).toEqual({ print: 1 });
    last[Symbol.dispose]();
    jobs.clear();
    expect(jobs.isPristine()).toBe(true);
  });

  test("keeps its numbers when the expired series is asked for by its labels", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter({ ...options, registry });
    const child = jobs.labels({ queue: "mail" });
    child.inc(3);
    using earlier = await registry.gather();
    clock.advance(60);
    using later = await registry.gather();
    jobs.inc({ queue: "mail" });
    child.inc();
    using last = await registry.gather();
    expect([earlier, later, last].map(shownBy)).toEqual([{ mail: 3 }, {}, { mail: 2 }]);
  });

  test("postpones the next expiry of a series that returned meanwhile", async () => {
    using clock = fakeClock();
    const registry = new Registry();
    const jobs = new Counter({ ...options, registry });
    const child = jobs.labels({ queue: "mail" });
    (await registry.gather())[Symbol.dispose]();
    clock.advance(60);
    jobs.inc({ queue: "print" });
    const earlier = await registry.gather();
    child.inc();
    using later = await registry.gather();
    clock.advance(60);
    using pinned = await registry.gather();
    expect([earlier, later, pinned].map(shownBy)).toEqual([{ print: 1 }, { mail: 1, print: 1 }, { mail: 1 }]);
    earlier[Symbol.dispose]();
    pinned[Symbol.dispose]();
    later[Symbol.dispose]();
    expect(shownBy(await registry.gather())).toEqual({});
  });
});

/** A series of the model. A child keeps it; the model has no garbage collector. */
interface Modelled {
  value: number;
  /** The value that the latest scrape saw, and the time at which it first saw it. */
  seen: number;
  since: number;
  isShown: boolean;
  isKept: boolean;
  /** The scrapes that ran when the series came or returned. */
  pinnedBy: readonly ModelledScrape[];
}

interface ModelledScrape {
  readonly gathered: Gathered;
  readonly queues: readonly string[];
  isRunning: boolean;
}

class Model {
  readonly series = new Map<string, Modelled>();
  readonly scrapes: ModelledScrape[] = [];
  now = 0;

  ask(queue: string): Modelled {
    const known = this.series.get(queue);
    if (known?.isShown) return known;
    if (known !== undefined && known.value !== known.seen) return this.#show(known);
    const fresh = { value: 0, seen: 0, since: Number.NaN, isShown: true, isKept: false, pinnedBy: [] };
    const restarted = known?.isKept ? Object.assign(known, { ...fresh, isKept: true }) : fresh;
    this.series.set(queue, restarted);
    return this.#show(restarted);
  }

  /** Checks the series before a scrape, and returns those that it shows. */
  check(): Record<string, number> {
    for (const [queue, one] of this.series) {
      if (one.value !== one.seen || Number.isNaN(one.since)) {
        if (!one.isShown) this.#show(one);
        Object.assign(one, { seen: one.value, since: this.now });
      } else if (one.isShown && this.now - one.since >= 60 && one.pinnedBy.every(({ isRunning }) => !isRunning)) {
        one.isShown = false;
        if (!one.isKept) this.series.delete(queue);
      }
    }
    const shown = [...this.series].filter(([, { isShown }]) => isShown);
    return Object.fromEntries(shown.map(([queue, { value }]) => [queue, value] as const).sort());
  }

  #show(one: Modelled): Modelled {
    return Object.assign(one, { isShown: true, pinnedBy: this.scrapes.filter(({ isRunning }) => isRunning) });
  }
}

const queue = fc.constantFrom("a", "b", "c", "d", "e", "f");
const command = fc.oneof(
  { weight: 3, arbitrary: fc.record({ verb: fc.constant("inc" as const), queue }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constantFrom("keep" as const, "child" as const), queue }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constantFrom("remove" as const, "clear" as const), queue }) },
  { weight: 4, arbitrary: fc.record({ verb: fc.constant("scrape" as const), queue }) },
  { weight: 3, arbitrary: fc.record({ verb: fc.constant("end" as const), which: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ verb: fc.constant("wait" as const), seconds: fc.constantFrom(10, 30, 60) }) },
);

test("expiry agrees with a plain model, for any updates, removals and overlapping scrapes", async () => {
  onError(() => {});
  onTestFinished(() => void onError(undefined));
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 60, size: "max" }), async (commands) => {
      using clock = fakeClock();
      const registry = new Registry();
      const jobs = new Counter({ ...options, registry });
      const model = new Model();
      const kept: { readonly queue: string; readonly child: ReturnType<typeof jobs.labels>; readonly one: Modelled }[] =
        [];
      for (const command of commands) {
        switch (command.verb) {
          case "inc":
            jobs.inc({ queue: command.queue });
            model.ask(command.queue).value++;
            break;
          case "keep": {
            const one = Object.assign(model.ask(command.queue), { isKept: true });
            kept.push({ queue: command.queue, child: jobs.labels({ queue: command.queue }), one });
            break;
          }
          case "child":
            for (const { queue, child, one } of kept) {
              if (queue !== command.queue) continue;
              child.inc();
              one.value++;
              expect(child.get()).toBe(one.value);
            }
            break;
          case "remove": {
            const one = model.series.get(command.queue);
            const isThere = one !== undefined && (one.isShown || one.value !== one.seen);
            expect(jobs.remove({ queue: command.queue })).toBe(isThere);
            model.series.delete(command.queue);
            break;
          }
          case "clear":
            jobs.clear();
            model.series.clear();
            break;
          case "scrape": {
            const gathered = await registry.gather();
            const expected = model.check();
            expect(shownBy(gathered)).toEqual(expected);
            const queues = Object.keys(expected);
            model.scrapes.push({ gathered, queues, isRunning: queues.length > 0 });
            break;
          }
          case "end": {
            const scrape = model.scrapes[command.which % (model.scrapes.length || 1)];
            scrape?.gathered[Symbol.dispose]();
            if (scrape !== undefined) scrape.isRunning = false;
            break;
          }
          default:
            clock.advance(command.seconds);
            model.now += command.seconds;
        }
        for (const { gathered, queues, isRunning } of model.scrapes)
          if (isRunning) expect(Object.keys(shownBy(gathered))).toEqual(queues);
      }
    }),
    { numRuns: 300 },
  );
});
