import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Counter, Gauge, onError, Registry } from "../../src/index.js";

const told = vi.fn();
beforeEach(() => onError(told.mockReset()));
afterEach(() => onError(undefined));

test.each([
  ["returning undefined", () => undefined],
  ["returning a promise of undefined", async () => undefined],
])("a collect function without a return statement, %s, is reported once, with the remedy", async (_, collect) => {
  const registry = new Registry();
  new Gauge({ name: "q", help: "", registry, collect });
  for (let scrape = 0; scrape < 3; scrape++) expect(await registry.gather()).toEqual([]);
  expect(told).toHaveBeenCalledOnce();
  const [error, incident] = told.mock.calls[0] as [Error, unknown];
  expect(error.message).toBe(
    "q: collect returned undefined, so nothing is shown. Return a number or a list of { labels, value }, or [] if there are no values.",
  );
  expect(incident).toEqual({ source: "q", code: "NARTHEX_NOTHING_COLLECTED" });
});

test("a collect function without a return statement causes no scrape error, and hides no later failure", async () => {
  const registry = new Registry();
  let answer = (): number | undefined => undefined;
  new Counter({ name: "q_total", help: "", registry, collect: () => answer() });
  const failures: string[] = [];
  const onFailure = (cause: string) => void failures.push(cause);
  await registry.gather({ onFailure });
  expect(failures).toEqual([]);
  answer = () => {
    throw new Error("no");
  };
  await registry.gather({ onFailure });
  expect(failures).toEqual(["collector"]);
  expect(told.mock.calls.map(([, { code }]) => code)).toEqual([
    "NARTHEX_NOTHING_COLLECTED",
    "NARTHEX_COLLECTOR_FAILED",
  ]);
});
