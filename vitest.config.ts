import { defineConfig } from "vitest/config";
import { generations } from "./test/conformance/judges/programs.js";
import { excludedTests } from "./test/conformance/requirements.js";
import { compileDecorators, decoratorCompilers } from "./test/decorator-compilers.js";

const decorated = ["test/decorators/**/*.test.ts", "test/metadata/*declarations.test.ts"];
const standardOnly = "test/metadata/standard-*.test.ts";
const endToEnd = ["test/e2e/**/*.test.ts", "test/performance/**/*.test.ts"];
const conformance = "test/conformance/**/*.test.ts";
const compiler = "test/compiler/**/*.test.ts";
const notUnit = [...endToEnd, compiler, conformance, "test/consumers/**"];

/** How the service is reached. The expositions that these tests receive are those of the other tests. */
const access = "test/service/{files,guard,hardening,limits,listening,log,options,tls,web-config}/**";

const plugins = [compileDecorators(decoratorCompilers["standard-tsc"])];
/** Compiles the examples, which some tests start. */
const globalSetup = ["test/e2e/examples/compile-examples.ts"];
const oneByOne = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 };
const setupFiles = ["test/conformance/record-expositions.ts"];
// Some files write hundreds of expositions, which the readers of all generations read after the last test.
const recorded = { setupFiles, testTimeout: 120_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text", "html"] },
    // On a slow shared runner, a property test takes longer than the default of 5 s.
    testTimeout: 30_000,
    reporters: ["default", "./test/conformance/judges-reporter.ts"],
    projects: [
      {
        extends: true,
        plugins,
        test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [...decorated, ...notUnit] },
      },
      // What the compiler says about programs of users: the same on every version of Node.js.
      { extends: true, plugins, test: { name: "compiler", include: [compiler] } },
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
      // Real programs on real ports, and measurements.
      {
        extends: true,
        plugins,
        test: { name: "e2e", include: endToEnd, ...oneByOne, globalSetup, sequence: { groupOrder: 1 } },
      },
      // The same unit tests again: the judges of all generations read every exposition that they write.
      {
        extends: true,
        plugins,
        test: {
          name: "conformance-unit",
          include: ["test/**/*.test.ts"],
          exclude: [...notUnit, "test/architecture/**", "test/ecosystem/**", access],
          env: { DECORATORS: "standard-tsc" },
          ...recorded,
          sequence: { groupOrder: 2 },
        },
      },
      // The tests that talk to judges, once per generation of judges.
      ...generations.map((generation) => ({
        extends: true as const,
        plugins,
        test: {
          name: `conformance-${generation}`,
          include: [conformance],
          exclude: excludedTests(generation),
          env: { JUDGE_GENERATION: generation },
          // They wait for scrapes most of the time.
          maxWorkers: 4,
          globalSetup,
          ...recorded,
          sequence: { groupOrder: 3 },
        },
      })),
    ],
  },
});
