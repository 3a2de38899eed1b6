import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Counter, type Gathered, Gauge, onError, Registry } from "../../src/index.js";

beforeEach(() => onError(() => {}));
afterEach(() => onError(undefined));

function filled(options: { prefix?: string } = {}) {
  const registry = new Registry(options);
  const events = new Counter({ name: "events_total", help: "", labelNames: ["kind"], registry });
  const size = new Gauge({ name: "size", help: "", registry });
  events.inc({ kind: "a" });
  events.inc({ kind: "b" });
  return { registry, events, size };
}

const kindsOf = ([events]: Gathered) => [...(events?.metrics ?? [])].map(({ labels: { kind } }) => kind);

describe("gathers of one registry", () => {
  test("return the same families for small collectors if they follow one another", async () => {
    const { registry } = filled();
    const first = await registry.gather();
    const families = [...first];
    first[Symbol.dispose]();
    expect([...(await registry.gather())]).toEqual(families);
  });

  test("return lists of their own", async () => {
    const { registry } = filled();
    const first = await registry.gather();
    first[Symbol.dispose]();
    (first as unknown as { length: number }).length = 0;
    const second = await registry.gather();
    expect(second.map(({ name }) => name)).toEqual(["events_total", "size"]);
    expect(await registry.gather()).not.toBe(second);
  });

  test("show the series of their time each if they overlap", async () => {
    const { registry, events } = filled();
    const before = await registry.gather();
    events.remove({ kind: "a" });
    events.inc({ kind: "c" });
    const after = await registry.gather();
    expect(kindsOf(before)).toEqual(["a", "b"]);
    expect(kindsOf(after)).toEqual(["b", "c"]);
  });

  test("keep their series when an earlier gather is disposed twice", async () => {
    const { registry, events } = filled();
    const first = await registry.gather();
    first[Symbol.dispose]();
    const second = await registry.gather();
    first[Symbol.dispose]();
    events.remove({ kind: "a" });
    events.inc({ kind: "c" });
    expect(kindsOf(second)).toEqual(["a", "b"]);
  });

  test("show the current values of families that they share", async () => {
    const { registry, size } = filled();
    const values: unknown[] = [];
    for (const value of [1, 2, 3]) {
      size.set(value);
      const gathered = await registry.gather({ names: ["size"] });
      values.push(...[...(gathered[0]?.metrics ?? [])].map((metric) => (metric as { value?: number }).value));
      gathered[Symbol.dispose]();
    }
    expect(values).toEqual([1, 2, 3]);
  });

  test("show other families after a collector was replaced by another of its name", async () => {
    const { registry, size } = filled({ prefix: "app_" });
    (await registry.gather())[Symbol.dispose]();
    registry.unregister(size);
    const replacement = new Gauge({ name: "size", help: "New.", registry });
    replacement.set(7);
    const gathered = await registry.gather();
    expect(gathered.map(({ name, help }) => [name, help])).toEqual([
      ["app_events_total", ""],
      ["app_size", "New."],
    ]);
    expect([...(gathered[1]?.metrics ?? [])]).toMatchObject([{ value: 7 }]);
  });

  test("report a conflict between live families each time", async () => {
    const { registry } = filled();
    const conflicting = new Counter({ name: "size", totalSuffix: false, help: "", registry: null });
    conflicting.describe = () => [];
    registry.register(conflicting);
    const failures: string[] = [];
    for (let i = 0; i < 2; i++)
      (await registry.gather({ onFailure: (cause) => failures.push(cause) }))[Symbol.dispose]();
    expect(failures).toEqual(["duplicate", "duplicate"]);
  });
});
