import { describe, expect, test } from "vitest";
import { Counter, Histogram } from "../../../src/index.js";

const requests = () => new Counter({ name: "c_total", help: "", labelNames: ["method", "status"], registry: null });

describe("series", () => {
  test("yields the label values and the child of each series", () => {
    const c = requests();
    c.inc({ method: "GET", status: 200 }, 2);
    c.inc({ method: "PUT", status: 500 }, 3);
    expect([...c.series()].map(({ labels, child }) => [labels, child.get()])).toEqual([
      [{ method: "GET", status: "200" }, 2],
      [{ method: "PUT", status: "500" }, 3],
    ]);
  });

  test("yields the one series of a collector without labels", () => {
    const c = new Counter({ name: "c_total", help: "", registry: null });
    expect([...c.series()].map(({ labels, child }) => [labels, child.get()])).toEqual([[{}, 0]]);
  });

  test("yields the same child as labels", () => {
    const h = new Histogram({ name: "h", help: "", labelNames: ["x"], registry: null });
    const child = h.labels({ x: "a" });
    expect([...h.series()].map((one) => one.child)).toEqual([child]);
  });

  test("yields only the series that have the given label values", () => {
    const c = requests();
    for (const method of ["GET", "PUT"]) for (const status of [200, 500]) c.inc({ method, status });
    expect([...c.series({ status: 500 })].map(({ labels }) => labels.method)).toEqual(["GET", "PUT"]);
  });

  test("does not yield a series that is removed before its turn", () => {
    const c = requests();
    for (const status of [200, 404, 500]) c.inc({ method: "GET", status });
    const seen: string[] = [];
    for (const { labels } of c.series()) {
      seen.push(labels.status);
      c.remove({ method: "GET", status: 404 });
    }
    expect(seen).toEqual(["200", "500"]);
  });

  test("lets a loop remove each series that it has seen", () => {
    const c = requests();
    for (let status = 0; status < 3000; status++) c.inc({ method: "GET", status });
    for (const { labels } of c.series()) c.remove(labels);
    expect([...c.series()]).toEqual([]);
  });

  test("has no constant labels", () => {
    const c = new Counter({ name: "c_total", help: "", labelNames: ["x"], constLabels: { zone: "a" }, registry: null });
    c.inc({ x: 1 });
    expect([...c.series()].map(({ labels }) => labels)).toEqual([{ x: "1" }]);
  });

  test("yields nothing for a collector with a collect function", () => {
    const c = new Counter({ name: "c_total", help: "", registry: null, collect: () => 1 });
    expect([...c.series()]).toEqual([]);
  });

  test.each<[unknown, string]>([
    [null, "c_total: label values must be an object, but were null."],
    [{ route: "/" }, 'c_total: unknown label "route". The labels are method, status.'],
  ])("throws for %j before the first series is read", (values, message) => {
    expect(() => requests().series(values as { method: string })).toThrow(message);
  });
});
