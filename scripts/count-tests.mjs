import { writeFileSync } from "node:fs";

/** A reporter that writes how many tests of each project passed and failed, to the file that COUNT_TESTS names. */
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
    writeFileSync(process.env.COUNT_TESTS, JSON.stringify(counts));
  }
}
