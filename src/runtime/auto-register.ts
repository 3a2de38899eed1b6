import { reportOnce } from "../globals/error-listener.js";
import type { Registerer } from "../model/collector.js";
import { dispose } from "../platform/dispose.js";
import { registrations } from "./registration.js";

/** A registry that can be told to do something before it gathers. */
interface GatheringRegistry extends Registerer {
  beforeGather(hook: () => void | Promise<void>): Disposable;
}

/**
 * Has a registry report the runtime from its first gather on, unless by then `collectRuntimeMetrics` or `disableRuntimeMetrics`
 * was called for it. Until then nothing is loaded and nothing runs.
 *
 * @param registry - the default registry
 * @internal
 */
export function registerRuntimeMetrics(registry: GatheringRegistry): void {
  let loading: Promise<void> | undefined;
  // A scrape does not fail for want of these metrics; the next one tries again.
  const hook = registry.beforeGather(
    () =>
      (loading ??= load().catch((error) => {
        loading = undefined;
        reportOnce(registry, error, { source: "runtime metrics", cause: "collector" });
      })),
  );

  async function load(): Promise<void> {
    if (!registrations.has(registry)) {
      const { install } = await import("./collect-runtime-metrics.js");
      // Somebody may have decided while the module was loading.
      if (!registrations.has(registry)) {
        install(registry, {}, (error) =>
          reportOnce(registry, error, { source: "runtime metrics", cause: "duplicate" }),
        );
      }
    }
    hook[dispose]();
  }
}
