import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, type ContextManager, context, ROOT_CONTEXT, TraceFlags, trace } from "@opentelemetry/api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Counter, type CounterMetric, Registry } from "../../src/index.js";
import { exemplarsFromOpenTelemetry } from "../../src/opentelemetry/index.js";

/** A context manager as an SDK installs it, so that a span is active in the code that it encloses. */
class StoredContext implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    run: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => run.call(self, ...args));
  }
  bind<T>(_: Context, target: T): T {
    return target;
  }
  enable(): this {
    return this;
  }
  disable(): this {
    return this;
  }
}

beforeAll(() => {
  context.setGlobalContextManager(new StoredContext());
});
afterAll(() => context.disable());

const ids = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };

function inSpan<R>(traceFlags: TraceFlags, run: () => R): R {
  return context.with(trace.setSpan(context.active(), trace.wrapSpanContext({ ...ids, traceFlags })), run);
}

let registry: Registry;
let events: Counter;
beforeEach(() => {
  registry = new Registry();
  events = new Counter({ name: "events_total", help: "", registry });
});

async function exemplarLabels(): Promise<unknown> {
  using families = await registry.gather();
  const [metric] = [...(families[0]?.metrics ?? [])] as CounterMetric[];
  return metric?.exemplar?.labels;
}

describe("exemplars from OpenTelemetry", () => {
  test("name the span that is active and its trace", async () => {
    using _ = exemplarsFromOpenTelemetry();
    inSpan(TraceFlags.SAMPLED, () => events.inc());
    expect(await exemplarLabels()).toEqual({ trace_id: ids.traceId, span_id: ids.spanId });
  });

  test("name the span around an asynchronous call at its end", async () => {
    using _ = exemplarsFromOpenTelemetry();
    await inSpan(TraceFlags.SAMPLED, async () => {
      await new Promise(setImmediate);
      events.inc();
    });
    expect(await exemplarLabels()).toMatchObject({ trace_id: ids.traceId });
  });

  test("do not name a span that is not sampled, because no backend has it", async () => {
    using _ = exemplarsFromOpenTelemetry();
    inSpan(TraceFlags.NONE, () => events.inc());
    expect(await exemplarLabels()).toBeUndefined();
  });

  test("are absent outside spans", async () => {
    using _ = exemplarsFromOpenTelemetry();
    events.inc();
    expect(await exemplarLabels()).toBeUndefined();
  });

  test("end with the disposal, after which the former source is used", async () => {
    using _ = exemplarsFromOpenTelemetry();
    exemplarsFromOpenTelemetry({ minRetentionSeconds: 1 })[Symbol.dispose]();
    inSpan(TraceFlags.SAMPLED, () => events.inc());
    expect(await exemplarLabels()).toBeDefined();
  });

  test("are absent without a source", async () => {
    exemplarsFromOpenTelemetry()[Symbol.dispose]();
    inSpan(TraceFlags.SAMPLED, () => events.inc());
    expect(await exemplarLabels()).toBeUndefined();
  });

  test.each([
    [-1, "-1"],
    [Number.NaN, "NaN"],
    ["7", '"7"'],
  ])("reject a retention of %j seconds", (minRetentionSeconds, shown) => {
    expect(() => exemplarsFromOpenTelemetry({ minRetentionSeconds: minRetentionSeconds as number })).toThrow(
      `exemplarsFromOpenTelemetry: minRetentionSeconds must be a number of at least 0, but was ${shown}.`,
    );
  });

  test("reject an unknown option", () => {
    expect(() => exemplarsFromOpenTelemetry({ minRetention: 7 } as object)).toThrow(
      'exemplarsFromOpenTelemetry: unknown option "minRetention". The only option is minRetentionSeconds.',
    );
  });
});
