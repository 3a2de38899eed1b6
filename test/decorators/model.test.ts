import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bind,
  type CallOptions,
  CountCalls,
  CountExceptions,
  counter,
  gauge,
  histogram,
  InProgress,
  Registry,
  Timer,
} from "../../src/index.js";
import { type FakeClock, fakeClock } from "../../src/testing/fake-clock.js";
import { sum, value } from "./reading.js";

// Random programs of calls, of every kind of function, are compared with a model that only counts. `npm test` runs this file
// once per compiler and dialect, 10,000 programs in total.
const PROGRAMS = 1250;

const seconds = histogram({ name: "model_seconds", help: "Time.", buckets: [1] });
const running = gauge({ name: "model_in_progress", help: "Running." });
const failures = counter({ name: "model_failures_total", help: "Failures." });
const calls = counter({ name: "model_calls_total", help: "Calls." });

/** A call in progress, and the actions on it. */
interface Open {
  readonly actions: readonly ((open: Open) => unknown)[];
  hasBegun: boolean;
  beganAt: number;
}

type Subject = InstanceType<ReturnType<typeof subjectWith>>;

function subjectWith(options: CallOptions) {
  const toCallback = { ...options, until: "callback" } as const;
  class Subject {
    pending: ((error: unknown) => void) | undefined;

    @Timer(seconds, options)
    @InProgress(running, options)
    @CountExceptions(failures, options)
    @CountCalls(calls, options)
    sync(body: () => void) {
      body();
    }

    @CountCalls(calls, options)
    @InProgress(running, options)
    @Timer(seconds, options)
    @CountExceptions(failures, options)
    async async(until: Promise<void>) {
      await until;
    }

    @Timer(seconds, options)
    @InProgress(running, options)
    @CountExceptions(failures, options)
    @CountCalls(calls, options)
    *generator(): Generator<number, number> {
      for (let i = 0; i < 3; i++) yield i;
      return 3;
    }

    @Timer(seconds, options)
    @InProgress(running, options)
    @CountExceptions(failures, options)
    @CountCalls(calls, options)
    async *asyncGenerator(): AsyncGenerator<number, number> {
      for (let i = 0; i < 3; i++) yield i;
      return 3;
    }

    @Timer(seconds, toCallback)
    @InProgress(running, toCallback)
    @CountExceptions(failures, toCallback)
    @CountCalls(calls, toCallback)
    callback(done: (error: unknown) => void) {
      this.pending = done;
    }
  }
  return Subject;
}

/** The expected values. */
class Model {
  readonly counts = { calls: 0, running: 0, failures: 0, ended: 0, seconds: 0 };
  now = 0;

  begin(open: Open): void {
    if (open.hasBegun) return;
    open.hasBegun = true;
    open.beganAt = this.now;
    this.counts.calls++;
    this.counts.running++;
  }

  end(open: Open, failed: boolean): void {
    if (!open.hasBegun) return;
    this.counts.running--;
    this.counts.ended++;
    this.counts.failures += failed ? 1 : 0;
    this.counts.seconds += this.now - open.beganAt;
  }
}

type Step =
  | { readonly do: "sync"; readonly depth: number; readonly fails: boolean; readonly takes: number }
  | { readonly do: "open"; readonly kind: "async" | "generator" | "asyncGenerator" | "callback" }
  | { readonly do: "act"; readonly which: number; readonly action: number }
  | { readonly do: "advance"; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("sync" as const),
    depth: fc.integer({ min: 0, max: 3 }),
    fails: fc.boolean(),
    takes: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    do: fc.constant("open" as const),
    kind: fc.constantFrom("async" as const, "generator" as const, "asyncGenerator" as const, "callback" as const),
  }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant("act" as const), which: fc.nat(20), action: fc.nat(5) }) },
  fc.record({ do: fc.constant("advance" as const), seconds: fc.integer({ min: 1, max: 5 }) }),
);

class Program {
  readonly model = new Model();
  readonly #subject: Subject;
  readonly #clock: FakeClock;
  #open: Open[] = [];

  constructor(subject: Subject, clock: FakeClock) {
    this.#subject = subject;
    this.#clock = clock;
  }

  async run(step: Step): Promise<void> {
    if (step.do === "advance") this.#advance(step.seconds);
    else if (step.do === "sync") this.#sync(step);
    else if (step.do === "open") this.#open.push(this[`open_${step.kind}`]());
    else {
      const open = this.#open[step.which % Math.max(1, this.#open.length)];
      await open?.actions[step.action % open.actions.length]?.(open);
    }
  }

  #advance(by: number): void {
    this.model.now += by;
    this.#clock.advance(by);
  }

  #sync({ depth, fails, takes }: Extract<Step, { do: "sync" }>): void {
    const call = (left: number): void => {
      const open: Open = { actions: [], hasBegun: false, beganAt: 0 };
      this.model.begin(open);
      try {
        this.#subject.sync(() => {
          this.#advance(takes);
          if (left > 0) call(left - 1);
          if (fails) throw new Error("fails");
        });
      } catch {}
      this.model.end(open, fails);
    };
    call(depth);
  }

  #close(open: Open, failed: boolean): void {
    this.model.end(open, failed);
    this.#open = this.#open.filter((one) => one !== open);
  }

  open_async(): Open {
    let settle: [resolve: () => void, reject: (error: Error) => void] = [() => {}, () => {}];
    const until = new Promise<void>((resolve, reject) => {
      settle = [resolve, reject];
    });
    const open: Open = {
      hasBegun: false,
      beganAt: 0,
      actions: [
        async (self) => {
          settle[0]();
          await result;
          this.#close(self, false);
        },
        async (self) => {
          settle[1](new Error("fails"));
          await expect(result).rejects.toThrow("fails");
          this.#close(self, true);
        },
      ],
    };
    this.model.begin(open);
    const result = this.#subject.async(until);
    return open;
  }

  open_callback(): Open {
    const heard: unknown[] = [];
    const open: Open = {
      hasBegun: false,
      beganAt: 0,
      actions: [null, new Error("fails")].map((error) => (self: Open) => {
        done?.(error);
        done?.(null);
        expect(heard).toEqual([error, null]);
        this.#close(self, error !== null);
      }),
    };
    this.model.begin(open);
    this.#subject.callback((error) => heard.push(error));
    const done = this.#subject.pending;
    return open;
  }

  open_generator(): Open {
    const generator = this.#subject.generator();
    return {
      hasBegun: false,
      beganAt: 0,
      actions: [
        (self) => {
          this.model.begin(self);
          if (generator.next().done) this.#close(self, false);
        },
        (self) => {
          for (const _ of generator) {
            this.model.begin(self);
            break;
          }
          this.#close(self, false);
        },
        (self) => {
          generator.return(0);
          this.#close(self, false);
        },
        (self) => {
          expect(() => generator.throw(new Error("fails"))).toThrow("fails");
          this.#close(self, true);
        },
        (self) => this.#forget(self),
      ],
    };
  }

  open_asyncGenerator(): Open {
    const generator = this.#subject.asyncGenerator();
    return {
      hasBegun: false,
      beganAt: 0,
      actions: [
        async (self) => {
          this.model.begin(self);
          if ((await generator.next()).done) this.#close(self, false);
        },
        async (self) => {
          this.model.begin(self);
          for await (const _ of generator) break;
          this.#close(self, false);
        },
        async (self) => {
          await generator.return(0);
          this.#close(self, false);
        },
        async (self) => {
          await expect(generator.throw(new Error("fails"))).rejects.toThrow("fails");
          this.#close(self, true);
        },
        (self) => this.#forget(self),
      ],
    };
  }

  /** An abandoned generator stays in progress. */
  #forget(open: Open): void {
    this.#open = this.#open.filter((one) => one !== open);
  }
}

describe.each([
  ["decorators that do not read the call", subjectWith({})],
  ["decorators that read the call", subjectWith({ when: () => true })],
])("with %s", (_, type) => {
  test("counts, sums and calls in progress agree with the model after every step", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const registry = new Registry();
        using clock = fakeClock();
        using _binding = bind(type, registry);
        const program = new Program(new type(), clock);
        for (const one of steps) {
          await program.run(one);
          expect({
            calls: value(registry, calls),
            running: value(registry, running),
            failures: value(registry, failures),
            ended: value(registry, seconds),
            seconds: sum(registry, seconds),
          }).toEqual(program.model.counts);
        }
      }),
      { numRuns: PROGRAMS / 2 },
    );
  }, 120_000);
});
