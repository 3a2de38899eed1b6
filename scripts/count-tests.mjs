import { writeFileSync } from "node:fs";

/**
 * A reporter of Vitest and Jest that counts the tests of each project that passed and failed. It writes them to the file
 * that COUNT_TESTS names, or else prints their sum.
 */
export default class CountTests {
  /** Called by vitest. */
  onTestRunEnd(modules) {
    const counts = {};
    for (const { project, children } of modules) {
      counts[project.name] ??= { passed: 0, failed: 0 };
      for (const test of children.allTests()) {
        const { state } = test.result();
        if (state in counts[project.name]) counts[project.name][state]++;
      }
    }
    this.#write(counts);
  }

  /** Called by Jest. */
  onRunComplete(contexts, { numPassedTests: passed, numFailedTests: failed }) {
    const [context] = contexts;
    this.#write({
      [context.config.displayName.name]: { passed, failed },
    });
  }

  #write(counts) {
    const file = process.env.COUNT_TESTS;
    if (file !== undefined) return writeFileSync(file, JSON.stringify(counts));
    const sum = (state) => Object.values(counts).reduce((total, count) => total + count[state], 0);
    console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  }
}
