import { expect, test } from "vitest";
import { Counter, countCalls, counter, declarationsOf } from "../../../src/index.js";

test("a plain function is declared as a member that is neither static nor private", () => {
  const spec = counter({ name: "calls_total", help: "Calls." });
  const find = countCalls(spec, function find() {});
  const declared = declarationsOf(find).map((one) => [one.member, one.static, one.private]);
  expect(declared).toEqual([["find", false, false]]);
});

test("a function of the call reads the name of a plain function", () => {
  const names: string[] = [];
  const total = new Counter({ name: "calls_total", help: "Calls.", registry: null });
  countCalls(total, function find() {}, { when: ({ method }) => names.push(method) > 0 })();
  expect(names).toEqual(["find"]);
});
