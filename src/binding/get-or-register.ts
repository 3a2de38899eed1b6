import { fromSpec } from "../collectors/from-spec.js";
import { processGlobal } from "../globals/process-global.js";
import type { ClassMetadata } from "../metadata/store.js";
import type { LiveCollector } from "../model/children.js";
import type { Collector } from "../model/collector.js";
import type { CollectorSpec } from "../model/specs.js";
import type { CollectorSource } from "./bindings.js";
import { newestSpec } from "./newest-definition.js";

/** A collector for a class. */
interface Obtained {
  readonly collector: Collector & LiveCollector;
  /** Whether it was made for the class; what is there already was made by somebody else, who counts on it. */
  readonly isNew: boolean;
}

const madeForClasses = processGlobal("narthex.madeForClasses", () => new WeakSet());

/**
 * The collector that a class uses: the one that is there, or a new one.
 *
 * @throws Error when the source has another metric under the name
 * @internal
 */
export function getOrRegister(source: CollectorSource, spec: CollectorSpec, metadata: ClassMetadata): Obtained {
  return ask(source, newestSpec(source, spec, metadata, takeOut));
}

function ask(source: CollectorSource, spec: CollectorSpec): Obtained {
  if (source.register === undefined) return { collector: source.getOrCreate(spec), isNew: false };
  const made = fromSpec(spec);
  const collector = source.register(made, { reuse: true });
  if (collector === made) madeForClasses.add(made);
  return { collector, isNew: collector === made };
}

/** Takes out what was made for classes, all or none: what the program made itself stays. */
function takeOut(source: CollectorSource, specs: Iterable<CollectorSpec>): boolean {
  const present: Collector[] = [];
  for (const spec of specs) {
    try {
      const { collector, isNew } = ask(source, spec);
      if (isNew) source.unregister?.(collector);
      else present.push(collector);
    } catch {
      // Something else has the name.
      return false;
    }
  }
  if (!present.every((collector) => madeForClasses.has(collector))) return false;
  for (const collector of present) source.unregister?.(collector);
  return true;
}
