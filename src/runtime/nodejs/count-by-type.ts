import process from "node:process";
import type { NumberReading } from "../source.js";

/**
 * Counts names, one series for each.
 *
 * @internal
 */
export function countByType(names: readonly string[]): NumberReading[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Array.from(counts, ([type, value]) => ({ labels: { type }, value }));
}

/**
 * The class names of libuv's handles or requests, as Node's two undocumented lists give them.
 *
 * @param list - the function of `process`; a release without it has the metric no more
 * @internal
 */
export function classNames(list: "_getActiveHandles" | "_getActiveRequests"): string[] | undefined {
  const objects = (process as unknown as Record<typeof list, (() => readonly unknown[]) | undefined>)[list]?.call(
    process,
  );
  return objects?.map((object) => (object as object | null)?.constructor?.name || "Object");
}
