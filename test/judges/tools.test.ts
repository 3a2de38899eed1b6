import { afterEach, expect, it, vi } from "vitest";
import { toolPath } from "./tools.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("A judge that is not installed fails the test and says how to install it", () => {
  vi.stubEnv("PATH", "/nowhere");
  expect(() => toolPath("openssl")).toThrow(
    'openssl is not installed, and without it this test cannot judge. Run "npm run conformance:setup" or "apt-get install openssl".',
  );
});
