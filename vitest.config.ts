import { defineConfig } from "vitest/config";
import { standardDecorators } from "./test/standard-decorators.js";

const decorated = ["test/decorators/**/*.test.ts"];
const endToEnd = ["test/e2e/**/*.test.ts", "test/judges/**/*.test.ts"];

export default defineConfig({
  test: {
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text", "html"] },
    projects: [
      {
        extends: true,
        plugins: [standardDecorators(/\/(src|test)\/.*\.ts$/)],
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...decorated, ...endToEnd, "test/consumers/**"],
        },
      },
      // The same tests of the decorators, once per dialect.
      {
        extends: true,
        plugins: [standardDecorators(/\/src\/.*\.ts$/)],
        oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
        test: { name: "legacy", include: decorated, env: { DECORATORS: "legacy" } },
      },
      {
        extends: true,
        plugins: [standardDecorators(/\/(src|test)\/.*\.ts$/)],
        test: { name: "standard", include: decorated, env: { DECORATORS: "standard" } },
      },
      // Real servers on real ports, and measurements: one file at a time.
      {
        extends: true,
        plugins: [standardDecorators(/\/(src|test)\/.*\.ts$/)],
        test: { name: "e2e", include: endToEnd, fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
