import { processGlobal } from "../globals/process-global.js";
import type { ClassMetadata } from "../metadata/store.js";
import type { LiveCollector } from "../model/children.js";
import type { Collector } from "../model/collector.js";
import type { CollectorSpec } from "../model/specs.js";
import type { CollectorSource } from "./collector-source.js";
import { newestSpec, type UsedSpec } from "./newest-definition.js";

/** The collector that a class uses. */
interface RegisteredCollector {
  readonly collector: Live;
  /** Whether it was created for the class. An existing collector has other users, which rely on it. */
  readonly isNew: boolean;
}

/** Declarations of methods are those of live collectors only. */
type Live = Collector & LiveCollector;

const madeForClasses = processGlobal("narthex.madeForClasses", () => new WeakSet());

/**
 * Returns the collector that a class uses, and creates and registers it if there is none.
 *
 * @throws {Error} if the source has another metric under the name
 * @internal
 */
export function getOrRegister(
  source: CollectorSource,
  spec: CollectorSpec,
  metadata: ClassMetadata,
): RegisteredCollector {
  const used = newestSpec(source, spec, metadata, unregisterMadeForClasses);
  const registered = register(source, used.spec);
  used.collector = registered.collector;
  return registered;
}

function register(source: CollectorSource, spec: CollectorSpec): RegisteredCollector {
  if (source.findOrCreate === undefined) return { collector: source.getOrCreate(spec) as Live, isNew: false };
  const found = source.findOrCreate(spec) as RegisteredCollector;
  if (found.isNew) madeForClasses.add(found.collector);
  return found;
}

/** Unregisters the collectors of a definition, unless the program created one of them. Returns whether it did. */
function unregisterMadeForClasses(source: CollectorSource, specs: Iterable<UsedSpec>): boolean {
  const collectors = [...specs].map(({ collector }) => collector);
  const isMadeForClasses = (collector: Collector | undefined): collector is Collector =>
    collector !== undefined && madeForClasses.has(collector);
  if (!collectors.every(isMadeForClasses)) return false;
  for (const collector of collectors) source.unregister?.(collector);
  return true;
}
