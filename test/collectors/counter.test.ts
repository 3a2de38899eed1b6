import { describe, expect, test } from "vitest";
import { parse } from "../../src/exposition/index.js";
import { Counter, Registry, render } from "../../src/index.js";
import { samplesOf } from "../../src/testing/index.js";

const protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

const unlabelled = () => new Counter({ name: "jobs_total", help: "Jobs.", registry: null });
const labelled = () => new Counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue", "ok"], registry: null });

describe("a counter", () => {
  test("is 0 before its first use if it has no labels", () => {
    expect(unlabelled().get()).toBe(0);
  });

  test("has no series before its first use if it has labels", () => {
    expect(labelled().get({ queue: "mail", ok: true })).toBeUndefined();
  });

  test("increases by 1 by default", () => {
    const jobs = unlabelled();
    jobs.inc();
    jobs.inc(2.5);
    jobs.inc(0);
    expect(jobs.get()).toBe(3.5);
  });

  test("distinguishes label sets, but not the types of equal label values", () => {
    const jobs = labelled();
    jobs.inc({ queue: "mail", ok: true });
    jobs.inc({ ok: "true", queue: "mail" }, 4);
    jobs.inc({ queue: 7, ok: false });
    jobs.inc({ queue: "7", ok: "false" });
    expect(jobs.get({ queue: "mail", ok: "true" })).toBe(5);
    expect(jobs.get({ queue: "7", ok: false })).toBe(2);
  });

  test.each([-1, Number.NaN, -Number.MIN_VALUE, Number.NEGATIVE_INFINITY])("rejects an increase by %d", (amount) => {
    const jobs = labelled();
    expect(() => unlabelled().inc(amount)).toThrow(RangeError);
    expect(() => jobs.inc({ queue: "mail", ok: 1 }, amount)).toThrow(
      /^jobs_total: the amount must be a number of at least 0/,
    );
    expect(() => jobs.labels({ queue: "mail", ok: 2 }).inc(amount)).toThrow(RangeError);
    expect(jobs.get({ queue: "mail", ok: 1 })).toBeUndefined();
  });

  test("rejects an amount that is not a number", () => {
    expect(() => unlabelled().inc("5" as never)).toThrow(TypeError);
    expect(() => labelled().inc({ queue: "a", ok: 1 }, "5" as never)).toThrow(TypeError);
  });

  test("accepts Infinity, and exposes it in every format", async () => {
    const registry = new Registry();
    const jobs = new Counter({ name: "jobs_total", help: "", registry });
    jobs.inc(Number.POSITIVE_INFINITY);
    jobs.inc();
    jobs.inc(Number.POSITIVE_INFINITY);
    expect(jobs.get()).toBe(Number.POSITIVE_INFINITY);
    for (const accept of ["text/plain", "application/openmetrics-text", protobuf]) {
      const { body, contentType } = await render(registry, { accept });
      expect(samplesOf(parse(body, contentType))).toMatchObject([
        { name: "jobs_total", value: Number.POSITIVE_INFINITY },
      ]);
    }
  });

  test("has one child for each label set, in any notation", () => {
    const jobs = labelled();
    const child = jobs.labels({ queue: "mail", ok: true });
    expect(jobs.labels({ ok: "true", queue: "mail" })).toBe(child);
    child.inc(3);
    expect(jobs.get({ queue: "mail", ok: true })).toBe(3);
  });

  test("starts at 0 in a new child", () => {
    const jobs = labelled();
    jobs.labels({ queue: "mail", ok: true });
    expect(jobs.get({ queue: "mail", ok: true })).toBe(0);
  });

  test.each([
    ["events", "events_total"],
    ["events_total", "events_total"],
  ])("completes the name %s to %s", (name, completed) => {
    expect(new Counter({ name, help: "", registry: null }).name).toBe(completed);
  });

  test("keeps its values when its page of series grows", () => {
    const jobs = labelled();
    const children = Array.from({ length: 3000 }, (_, i) => jobs.labels({ queue: i, ok: true }));
    children.forEach((child, i) => {
      child.inc(i);
    });
    expect(children.map((child) => child.get())).toEqual(children.map((_, i) => i));
    expect(jobs.get({ queue: 2999, ok: true })).toBe(2999);
  });

  test("is registered in the given registry, or in none if it is null", async () => {
    const registry = new Registry();
    new Counter({ name: "a_total", help: "", registry });
    unlabelled();
    expect((await registry.gather()).map(({ name }) => name)).toEqual(["a_total"]);
  });

  test("joins namespace, subsystem and name", () => {
    const jobs = new Counter({ name: "jobs", help: "", namespace: "shop", subsystem: "mail", registry: null });
    expect(jobs.name).toBe("shop_mail_jobs_total");
  });
});
