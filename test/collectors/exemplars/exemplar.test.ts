import { describe, expect, test } from "vitest";
import { Counter, type CounterMetric } from "../../../src/index.js";
import { withCode } from "../../../src/model/errors/coded-error.js";

/** Returns the only series of a counter. */
async function metric(counter: Pick<Counter, "collect">): Promise<CounterMetric | undefined> {
  const [family] = await counter.collect();
  return ([...(family?.metrics ?? [])] as CounterMetric[])[0];
}

describe("an exemplar", () => {
  const example = 'such as { trace_id: "4bf92f3577b34da6" }';

  test.each([
    ["4bf9", `c_total: exemplar must be an object of labels, ${example}, but was "4bf9".`],
    [null, `c_total: exemplar must be an object of labels, ${example}, but was null.`],
    [["4bf9"], `c_total: exemplar must be an object of labels, ${example}, but was ["4bf9"].`],
    [{ trace_id: 5 }, 'c_total: the exemplar\'s label "trace_id" must be a string, but was 5.'],
    [{ a: "1", b: undefined }, 'c_total: the exemplar\'s label "b" must be a string, but was undefined.'],
  ])("is rejected if it is %j", (exemplar, message) => {
    const c = new Counter({ name: "c_total", help: "", registry: null });
    expect(() => c.inc(1, { exemplar: exemplar as never })).toThrow(
      withCode("NARTHEX_INVALID_EXEMPLAR", new TypeError(message)),
    );
  });

  test("keeps its labels as well-formed text", async () => {
    const c = new Counter({ name: "c_total", help: "", registry: null });
    c.inc(1, { exemplar: { a: "\ud800" } });
    expect((await metric(c))?.exemplar?.labels).toEqual({ a: "\ufffd" });
  });

  test("of an update without an amount has the value 1", async () => {
    const c = new Counter({ name: "c_total", help: "", labelNames: ["x"], registry: null });
    c.inc({ x: "1" }, undefined, { exemplar: { trace_id: "a" } });
    expect(await metric(c)).toMatchObject({ value: 1, exemplar: { labels: { trace_id: "a" }, value: 1 } });
  });
});
