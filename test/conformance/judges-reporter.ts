import type { Reporter, TestModule } from "vitest/node";
import { judgesUsed } from "./requirements.js";

/** Prints the judges at the end of a run, if it ran tests of the conformance projects. */
export default class JudgesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.some(({ project }) => project.name.startsWith("conformance"))) console.log(judgesUsed());
  }
}
