import { firstToAbort } from "../platform/abort.js";
import { dispose } from "../platform/dispose.js";
import type { Gathered, Gatherer, GatherOptions } from "./collector.js";

/**
 * Gathers with the first of several signals for the deadline.
 *
 * @param gatherer - a registry, or anything else that can be gathered
 * @param options - what else is asked for
 * @param signals - the signals, at least one of them given
 * @throws what the gatherer throws
 * @internal
 */
export async function gatherUntil(
  gatherer: Gatherer,
  options: GatherOptions,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<Gathered> {
  const deadline = firstToAbort(...signals);
  try {
    return await gatherer.gather({ ...options, deadline: deadline.signal });
  } finally {
    deadline[dispose]();
  }
}
