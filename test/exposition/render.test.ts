import { describe, expect, test } from "vitest";
import { negotiate } from "../../src/exposition/negotiation/negotiate.js";
import { chunksOf } from "../../src/exposition/render.js";
import { Counter, type GatherOptions, Gauge, Registry, render, renderText, stream } from "../../src/index.js";
import { turnsUntil } from "../event-loop-turns.js";

function large(): Registry {
  const registry = new Registry();
  const counter = new Counter({ name: "c_total", help: "", labelNames: ["x"], registry });
  for (let i = 0; i < 9000; i++) counter.inc({ x: `some longer label value, number ${i}` }, i);
  return registry;
}

const protobuf = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
const formats = [undefined, "application/openmetrics-text;version=1.0.0", protobuf];

describe("stream", () => {
  test.each(formats)("yields the same bytes as render, for %s", async (accept) => {
    const registry = large();
    const chunks: Uint8Array[] = [];
    for await (const chunk of await stream(registry, { accept })) chunks.push(chunk);
    const { body } = await render(registry, { accept });
    expect(chunks.length).toBeGreaterThan(3);
    expect(Buffer.concat(chunks).equals(body)).toBe(true);
  });

  test.each(formats)(
    "uses the memory of chunks again when told so, and then each is right until the next, for %s",
    async (accept) => {
      const registry = large();
      const copies: Uint8Array[] = [];
      const memories = new Set<ArrayBufferLike>();
      for await (const chunk of await stream(registry, { accept, reuseChunksAfter: 0 })) {
        copies.push(Uint8Array.from(chunk));
        memories.add(chunk.buffer);
      }
      const { body } = await render(registry, { accept });
      expect(Buffer.concat(copies).equals(body)).toBe(true);
      expect(memories.size).toBeLessThanOrEqual(3);
    },
  );

  test("returns to the event loop while it renders", async () => {
    const registry = new Registry();
    const gauge = new Gauge({ name: "g", help: "", labelNames: ["x"], registry, maxSeries: Number.POSITIVE_INFINITY });
    for (let i = 0; i < 50_000; i++) gauge.set({ x: i }, i / 3);
    expect(await turnsUntil(render(registry))).toBeGreaterThan(3);
  });

  test("rejects with the reason of the signal if it aborts", async () => {
    const controller = new AbortController();
    const chunks = await stream(large(), { signal: controller.signal });
    controller.abort(new Error("gone"));
    await expect(chunks[Symbol.asyncIterator]().next()).rejects.toThrow("gone");
  });

  test("passes the signal on to the collectors", async () => {
    const controller = new AbortController();
    const gather = async ({ deadline }: GatherOptions = {}): Promise<never> => {
      controller.abort(new Error("gone"));
      deadline?.throwIfAborted();
      throw new Error("was not told");
    };
    await expect(stream({ gather }, { signal: controller.signal })).rejects.toThrow("gone");
  });

  test("releases the slots of removed series if the consumer stops early", async () => {
    const registry = large();
    for await (const _ of await stream(registry)) break;
    using gathered = await registry.gather();
    expect(gathered).toHaveLength(1);
  });
});

test("families that are gathered once can be rendered in several formats, until they are disposed of", async () => {
  const registry = large();
  using gathered = await registry.gather();
  for (const accept of formats) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await chunksOf(gathered, negotiate({ accept }), {})) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals((await render(registry, { accept })).body)).toBe(true);
  }
});

describe("render", () => {
  test("renders text 0.0.4 by default", async () => {
    const { format, contentType } = await render(new Registry());
    expect([format, contentType]).toEqual(["text-0.0.4", "text/plain; version=0.0.4; charset=utf-8"]);
  });

  test("renders an empty registry in each format", async () => {
    const bodies = await Promise.all(
      formats.map(async (accept) => Buffer.from((await render(new Registry(), { accept })).body).toString()),
    );
    expect(bodies).toEqual(["", "# EOF\n", ""]);
  });

  test("renders only the requested names", async () => {
    const registry = new Registry();
    for (const name of ["a", "b"]) new Gauge({ name, help: "", registry });
    expect(await renderText(registry, { names: ["b"] })).toBe("# TYPE b gauge\nb 0\n");
  });

  test("omits and reports the later of two names that are equal after escaping", async () => {
    const registry = new Registry();
    for (const name of ["a.b", "a_b"]) new Gauge({ name, help: "", registry, nameValidation: "utf8" });
    const failures: string[] = [];
    expect(await renderText(registry, { onFailure: (cause) => failures.push(cause) })).toBe(
      "# TYPE a_b gauge\na_b 0\n",
    );
    expect(failures).toEqual(["duplicate"]);
  });
});
