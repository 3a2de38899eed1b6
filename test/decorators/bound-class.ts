import { bind, type CollectorSpec, counter, gauge, histogram, Registry } from "../../src/index.js";
import { value } from "./reading.js";

/** Specs of one collector for each decorator, whose names begin with a prefix. */
export function callSpecs(prefix: string) {
  return {
    seconds: histogram({ name: `${prefix}_seconds`, help: "Time." }),
    running: gauge({ name: `${prefix}_in_progress`, help: "Running." }),
    failures: counter({ name: `${prefix}_failures_total`, help: "Failures." }),
    calls: counter({ name: `${prefix}_calls_total`, help: "Calls." }),
  };
}

/** A class that is bound to a new registry until it is disposed. */
export interface BoundClass extends Disposable {
  readonly registry: Registry;
  /** Returns the values of the collectors, in the order of their specs. */
  read(): readonly (number | undefined)[];
}

/** Binds a class to a new registry. */
export function bindAlone(type: object, specs: readonly CollectorSpec[]): BoundClass {
  const registry = new Registry();
  const binding = bind(type, registry);
  return {
    registry,
    read: () => specs.map((spec) => value(registry, spec)),
    [Symbol.dispose]: () => binding[Symbol.dispose](),
  };
}
