import { firstToAbort } from "../platform/abort.js";
import { dispose } from "../platform/dispose.js";
import type { Gathered, Gatherer, GatherOptions } from "./collector.js";

/**
 * Gathers families until the first of several signals aborts.
 *
 * @param gatherer - the registry, or another gatherer
 * @param options - the options of the gather, apart from the deadline
 * @param signals - the signals, of which at least one must be defined
 * @throws the error of the gatherer
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
