import { afterEach, expect, test, vi } from "vitest";
import { programPath } from "./judges/programs.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a test whose program is absent fails with an error that says how to install it", () => {
  vi.stubEnv("PATH", "/nowhere");
  expect(() => programPath("promtool", "installed")).toThrow(
    'promtool is not installed, and without it this test cannot judge. Run "npm run conformance:setup" or "apt-get install prometheus".',
  );
});
