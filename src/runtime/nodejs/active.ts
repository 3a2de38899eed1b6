import process from "node:process";
import { type NumberReading, type RuntimeMetric, type RuntimeSource, runtimeSource } from "../source.js";

/** The sockets, servers and child processes that libuv has open. */
export const activeHandles: RuntimeSource = activeSource("handles", {
  help: "Number of active libuv handles by class name.",
  allTypesHelp: "Number of active libuv handles of all types together.",
  legacyHelp: "Number of active libuv handles; the name of nodejs_active_handles_all_types in prom-client.",
  names: () => classNames("_getActiveHandles"),
});

/** The file system calls, name lookups and writes that libuv is executing. */
export const activeRequests: RuntimeSource = activeSource("requests", {
  help: "Number of active libuv requests by class name.",
  allTypesHelp: "Number of active libuv requests of all types together.",
  legacyHelp: "Number of active libuv requests; the name of nodejs_active_requests_all_types in prom-client.",
  names: () => classNames("_getActiveRequests"),
});

/** The resources that currently keep the event loop alive. */
export const activeResources: RuntimeSource = activeSource("resources", {
  help: "Number of resources that keep the event loop alive now, by type.",
  allTypesHelp: "Number of resources that keep the event loop alive now, of all types together.",
  legacyHelp: "Number of active resources; the name of nodejs_active_resources_all_types in prom-client.",
  names: () => process.getActiveResourcesInfo(),
});

/** One kind of active object: the help texts of its three metrics, and the source of its type names. */
interface ActiveKind {
  readonly help: string;
  readonly allTypesHelp: string;
  readonly legacyHelp: string;
  /** Returns the type name of each active object, or `undefined` if Node.js does not provide them. */
  names(): readonly string[] | undefined;
}

function activeSource(
  kind: "handles" | "requests" | "resources",
  { help, allTypesHelp, legacyHelp, names }: ActiveKind,
): RuntimeSource {
  const name = `nodejs_active_${kind}`;
  const metrics: Record<string, RuntimeMetric> = {
    [name]: { type: "gauge", help, labelNames: ["type"] },
    [`${name}_all_types`]: { type: "gauge", help: allTypesHelp },
    [`${name}_total`]: { type: "gauge", help: legacyHelp, legacy: true },
  };
  return runtimeSource({
    metrics,
    open: () => ({
      read: () => {
        const types = names();
        return {
          [name]: types && countByType(types),
          [`${name}_all_types`]: types?.length,
          [`${name}_total`]: types?.length,
        };
      },
    }),
  });
}

function countByType(types: readonly string[]): NumberReading[] {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Array.from(counts, ([type, value]) => ({ labels: { type }, value }));
}

/**
 * Returns the class names of libuv's active handles or requests. The two functions of `process` are undocumented, so a
 * Node.js release may lack them.
 */
function classNames(list: "_getActiveHandles" | "_getActiveRequests"): string[] | undefined {
  const objects = (process as unknown as Record<typeof list, (() => readonly unknown[]) | undefined>)[list]?.call(
    process,
  );
  return objects?.map((object) => (object as object | null)?.constructor?.name || "Object");
}
