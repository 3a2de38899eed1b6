import { describe, expect, test } from "vitest";
import { pathOf, queryOf } from "../../src/service/request-url.js";

describe("the URL of a request", () => {
  test.each([
    ["/a", "/a", ""],
    ["/a?", "/a", ""],
    ["/a?b?c", "/a", "b?c"],
    ["?x", "", "x"],
    ["", "", ""],
    ["http://host/a?x=/y", "/a", "x=/y"],
    ["HTTPS://host:1/a/b", "/a/b", ""],
    ["http://host", "", ""],
    ["http://host/a/?x", "/a/", "x"],
    ["/http://host/a", "/http://host/a", ""],
    ["x/http://host/a", "x/http://host/a", ""],
    ["*", "*", ""],
  ])("%j has the path %j and the query %j", (url, path, query) => {
    expect([pathOf(url), queryOf(url)]).toEqual([path, query]);
  });
});
