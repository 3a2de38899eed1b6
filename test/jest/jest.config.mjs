// Runs the tests of the decorators, and those of fake timers, in Jest as Nest projects do: compiled by swc to CommonJS,
// with legacy decorators and parameter types.
const swc = {
  swcrc: false,
  module: { type: "commonjs" },
  sourceMaps: "inline",
  jsc: {
    target: "es2022",
    parser: { syntax: "typescript", decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

export default {
  displayName: "legacy-swc in Jest, CommonJS",
  rootDir: "../..",
  roots: ["<rootDir>/src", "<rootDir>/test"],
  testEnvironment: "node",
  cacheDirectory: "<rootDir>/temp/jest",
  testMatch: [
    "<rootDir>/test/decorators/**/*.test.ts",
    "<rootDir>/test/metadata/declarations.test.ts",
    "<rootDir>/test/jest/*.jest.ts",
  ],
  // Jest has no expect.poll, and does not pass on unhandled rejections.
  testPathIgnorePatterns: ["push-metrics"],
  testNamePattern: "^(?!.*(without a handler|with a late handler))",
  moduleNameMapper: { "^vitest$": "<rootDir>/test/jest/vitest.cjs", "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: { "\\.ts$": ["@swc/jest", swc] },
};
