import { describe, expect, test } from "vitest";
import { requestLimitsOf } from "../../../src/service/options/limits.js";
import { collectTimeoutSeconds, parseScrapeQuery } from "../../../src/service/scrape/scrape-request.js";

describe("the time that collectors may take", () => {
  test.each([
    ["1", 0.9],
    ["1.5", 1.35],
    ["5", 4.5],
    ["10", 9.5],
    ["15.25", 14.75],
    ["300", 299.5],
    ["301", 299.5],
    ["999999999", 299.5],
  ])("is slightly less than the timeout of the scraper: %s s", (header, seconds) => {
    expect(collectTimeoutSeconds(header, 7)).toBeCloseTo(seconds, 6);
  });

  test.each([undefined, "", "0", "0.0", "-1", "+1", "1e2", "1s", " 1", "1.", ".5", "1.2.3", "1234567890", "x1", ["1"]])(
    "is that of the service if the header is %j",
    (header) => {
      expect(collectTimeoutSeconds(header, 7)).toBe(7);
    },
  );
});

describe("the query of a scrape", () => {
  const limits = requestLimitsOf({ maxNames: 2, maxNameLength: 3 });

  test.each([
    ["name[]=aaa&name[]=bbb", undefined],
    ["name[]=a&name[]=a&name[]=a", "There are more than 2 name[] parameters."],
    ["name[]=%61%61%61", undefined],
    ["name[]=aaaa", "A name[] parameter is longer than 3 characters."],
  ])("has limits of names: %s", (query, message) => {
    if (message === undefined) expect(parseScrapeQuery(query, limits).names?.size).toBeGreaterThan(0);
    else expect(() => parseScrapeQuery(query, limits)).toThrow(message);
  });

  test("selects everything if it is empty", () => {
    expect(parseScrapeQuery("", limits)).toEqual({});
    expect(parseScrapeQuery("module=x", limits)).toEqual({});
  });

  test("has names and a format", () => {
    expect(parseScrapeQuery("name[]=b&name[]=a&debug=text", limits)).toEqual({
      names: new Set(["a", "b"]),
      view: "text-1.0.0",
    });
  });

  test.each([
    ["text", "text-1.0.0"],
    ["text-0.0.4", "text-0.0.4"],
    ["openmetrics", "openmetrics-1.0.0"],
    ["openmetrics-0.0.1", "openmetrics-0.0.1"],
    ["protobuf", "protobuf"],
  ])("shows the newest version of %s, or the one that it names", (debug, view) => {
    expect(parseScrapeQuery(`debug=${debug}`, limits)).toEqual({ view });
  });
});
