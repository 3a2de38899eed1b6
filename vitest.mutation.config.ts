import { defineConfig } from "vitest/config";
import { compileDecorators, decoratorCompilers } from "./test/decorator-compilers.js";

/** The folders of test that run when a folder of src is changed. */
const testFolders: Readonly<Record<string, readonly string[]>> = {
  binding: ["binding", "decorators", "metadata"],
  collectors: ["collectors", "regression"],
  decorators: ["decorators", "metadata", "regression"],
  exposition: ["exposition"],
  registry: ["registry", "collectors", "regression"],
  service: ["service"],
};

const folder = process.env["MUTATE"];
const folders = folder === undefined ? Object.values(testFolders).flat() : (testFolders[folder] ?? [folder]);

const include = folders.map((name) => `test/${name}/**/*.test.ts`);

// The branches of each dialect of decorators run in the tests of that dialect only.
const dialects = folder === "decorators" ? (["standard-tsc", "legacy-tsc"] as const) : (["standard-tsc"] as const);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: dialects.map((name) => ({
      plugins: [compileDecorators(decoratorCompilers[name])],
      test: {
        name,
        include,
        // Half a minute for each mutant would be too long.
        exclude: [
          "test/service/hardening/**",
          ...(name.startsWith("legacy") ? ["test/metadata/standard-*.test.ts"] : []),
        ],
        env: { DECORATORS: name },
      },
    })),
  },
});
