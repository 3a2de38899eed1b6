import { CountCalls, type CounterSpec, type Registry, renderText } from "../../../src/index.js";

/** Waits for a later turn of the event loop, in which hot reload evaluates a module again. */
export const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Evaluates a module whose only class counts its calls. */
export function evaluateJobs(spec: CounterSpec): new () => { run(): void } {
  class Jobs {
    @CountCalls(spec)
    run() {}
  }
  return Jobs;
}

/** The exposition of a metric, and of the updates that were dropped, by lines. */
export async function exposed(registry: Registry, name: string): Promise<readonly string[]> {
  const names = [name, "narthex_instrumentation_errors_total"];
  return (await renderText(registry, { names })).trim().split("\n");
}
