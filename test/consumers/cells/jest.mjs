// Jest runs each test file in a separate realm, and jsdom in one with the globals of a browser.

const test = `import { program } from "./program";

test("the program runs to its end", () => program());
`;

const fakeTimersTest = `import { program } from "./program";

test("the program runs to its end with fake timers, and again with real ones", async () => {
  jest.useFakeTimers();
  try {
    await program();
  } finally {
    jest.useRealTimers();
  }
  await program();
});
`;

function cell(version, environment, kind, content = test) {
  const isModule = kind === "ES modules";
  return {
    name: `jest ${version}, ${environment}, ${kind}`,
    async run(project, { tool }) {
      project.addProgram();
      const swc = {
        swcrc: false,
        module: { type: isModule ? "es6" : "commonjs" },
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      };
      project.write({
        "package.json": { name: "consumer", private: true },
        "program.test.ts": content,
        "jest.config.json": {
          testEnvironment: tool(`jest-environment-${environment}-${version}`),
          transform: { "\\.ts$": ["@swc/jest", swc] },
          ...(isModule && { extensionsToTreatAsEsm: [".ts"] }),
          cacheDirectory: project.path("cache"),
        },
      });
      const flags = isModule ? ["--experimental-vm-modules", "--no-warnings=ExperimentalWarning"] : [];
      await project.node([...flags, tool(`jest-${version}/bin/jest.js`), "--ci", "--runInBand"]);
    },
  };
}

export const jest = [29, 30].flatMap((version) => [
  cell(version, "node", "CommonJS"),
  cell(version, "jsdom", "CommonJS"),
  cell(version, "node", "ES modules"),
  cell(version, "node", "fake timers", fakeTimersTest),
  cell(version, "jsdom", "fake timers", fakeTimersTest),
]);
