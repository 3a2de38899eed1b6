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

export default defineConfig({
  plugins: [compileDecorators(decoratorCompilers["standard-tsc"])],
  test: {
    env: { DECORATORS: "standard-tsc" },
    include: folders.map((name) => `test/${name}/**/*.test.ts`),
  },
});
