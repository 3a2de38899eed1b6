import { afterEach, expect, test, vi } from "vitest";
import { programPath } from "./judges/programs.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("A judge that is not installed fails the test and says how to install it", () => {
  vi.stubEnv("PATH", "/nowhere");
  expect(() => programPath("promtool", "installed")).toThrow(
    'promtool is not installed, and without it this test cannot judge. Run "npm run conformance:setup" or "apt-get install prometheus".',
  );
});
