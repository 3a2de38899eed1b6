import { defineConfig } from "vitest/config";
import { compileDecorators, decoratorCompilers } from "./test/decorator-compilers.js";

const decorated = ["test/decorators/**/*.test.ts", "test/metadata/*declarations.test.ts"];
const standardOnly = "test/metadata/standard-*.test.ts";
const conformance = "test/conformance/**/*.test.ts";
const endToEnd = ["test/e2e/**/*.test.ts", "test/judges/**/*.test.ts"];

export default defineConfig({
  test: {
    // Every exposition that a test produces is read by the judges.
    setupFiles: ["test/judges/record-expositions.ts"],
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text", "html"] },
    projects: [
      {
        extends: true,
        plugins: [compileDecorators(decoratorCompilers["standard-tsc"])],
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...decorated, conformance, ...endToEnd, "test/consumers/**"],
        },
      },
      // What others say a promise, a router or a socket does, still holds when it is decorated.
      { extends: true, test: { name: "conformance", include: [conformance] } },
      // The same tests of the decorators, once per dialect and compiler.
      ...Object.entries(decoratorCompilers).map(([name, compile]) => ({
        extends: true as const,
        plugins: [compileDecorators(compile)],
        oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
        test: {
          name,
          include: decorated,
          exclude: name.startsWith("legacy") ? [standardOnly] : [],
          env: { DECORATORS: name },
        },
      })),
      // Real servers on real ports, and measurements: one file at a time.
      {
        extends: true,
        plugins: [compileDecorators(decoratorCompilers["standard-tsc"])],
        test: { name: "e2e", include: endToEnd, fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
