// Mutation testing: Stryker changes src in small ways, one at a time, and runs the tests that should fail then.
// MUTATE names one folder of src, as in `MUTATE=registry npm run mutation`. Without it, all folders take hours.
const folder = process.env.MUTATE ?? "all";

export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  mutate: [folder === "all" ? "src/**/*.ts" : `src/${folder}/**/*.ts`, "!src/**/index.ts"],
  coverageAnalysis: "perTest",
  // Code that runs once, when a module is loaded, would need a new process for each change.
  ignoreStatic: true,
  disableTypeChecks: false,
  ignorePatterns: [".*", "dist", "temp", "docs", "bench", "examples"],
  tempDirName: "temp/stryker",
  reporters: ["clear-text", "json", "html"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `temp/mutation/${folder}.json` },
  htmlReporter: { fileName: `temp/mutation/${folder}.html` },
  thresholds: { high: 95, low: 90, break: 90 },
};
