// The tests of the decorators in Jest, as Nest projects run theirs: compiled by swc to CommonJS, with legacy decorators and
// the types of parameters.
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
  testMatch: ["<rootDir>/test/decorators/**/*.test.ts", "<rootDir>/test/metadata/declarations.test.ts"],
  // Jest cannot poll, and keeps what nobody handles to itself.
  testPathIgnorePatterns: ["push-metrics"],
  testNamePattern: "^(?!.*(that nobody handles|is told to be handled))",
  moduleNameMapper: { "^vitest$": "<rootDir>/test/jest/vitest.cjs", "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: { "\\.ts$": ["@swc/jest", swc] },
};
