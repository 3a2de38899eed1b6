import { reportOnce } from "../globals/error-listener.js";
import type { Registerer } from "../model/collector.js";
import { dispose } from "../platform/dispose.js";
import { registrations } from "./registration.js";

/** A registry that can run a hook before each gather. */
interface HookableRegistry extends Registerer {
  beforeGather(hook: () => void | Promise<void>): Disposable;
}

/**
 * Registers the runtime metrics when the registry is first gathered, unless `collectRuntimeMetrics` or
 * `disableRuntimeMetrics` was called for it before. Loads and starts nothing until then.
 *
 * @param registry - the default registry
 * @internal
 */
export function registerRuntimeMetrics(registry: HookableRegistry): void {
  let loading: Promise<void> | undefined;
  // A failure to load must not fail the scrape. The next scrape tries again.
  const hook = registry.beforeGather(
    () =>
      (loading ??= load().catch((error) => {
        loading = undefined;
        reportOnce(registry, error, { source: "runtime metrics", code: "NARTHEX_RUNTIME_METRICS_FAILED" });
      })),
  );

  async function load(): Promise<void> {
    if (!registrations.has(registry)) {
      const { registerSources } = await import("./collect-runtime-metrics.js");
      // The application may have called one of the two functions while the module was loading.
      if (!registrations.has(registry)) {
        registerSources(registry, {}, (error) =>
          reportOnce(registry, error, { source: "runtime metrics", code: "NARTHEX_RUNTIME_METRICS_FAILED" }),
        );
      }
    }
    hook[dispose]();
  }
}
