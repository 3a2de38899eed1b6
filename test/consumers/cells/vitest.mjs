// Vitest runs tests in threads or processes, with the globals of Node.js or of a separate realm, and can replace timers.

const test = `import { test } from "vitest";
import { program } from "./program";

test("the program runs to its end", () => program());
`;

const fakeTimersTest = `import { test, vi } from "vitest";
import { program } from "./program";

test("the program runs to its end with fake timers, and again with real ones", async () => {
  vi.useFakeTimers();
  try {
    await program();
  } finally {
    vi.useRealTimers();
  }
  await program();
});
`;

const cell = (name, pool, content) => ({
  name: `vitest, ${name}`,
  async run(project, { tool }) {
    project.addProgram();
    project.write({
      "package.json": { name: "consumer", private: true, type: "module" },
      "tsconfig.json": { compilerOptions: { target: "ES2022", experimentalDecorators: true } },
      "vitest.config.mjs": `export default { test: { pool: ${JSON.stringify(pool)} } };\n`,
      "program.test.ts": content,
    });
    await project.node([tool("vitest/vitest.mjs"), "run"]);
  },
});

export const vitest = [
  cell("forks", "forks", test),
  cell("threads", "threads", test),
  cell("vmThreads", "vmThreads", test),
  cell("forks, fake timers", "forks", fakeTimersTest),
  cell("vmThreads, fake timers", "vmThreads", fakeTimersTest),
];
