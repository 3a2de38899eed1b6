import type { MetricFamily } from "../../model/families/metric-family.js";
import { FamilyNames } from "./family-names.js";
import { FamilyOrder } from "./family-order.js";

/**
 * Facts about the live families of a registry that rarely change between two gathers. Each gather checks them, which is
 * faster than finding them again.
 */
export class GatherMemory {
  /** The order of the families by name. */
  readonly order: FamilyOrder = new FamilyOrder();
  #names: FamilyNames | undefined;

  /** Returns the names of sorted families, in steps between which the caller can pause. */
  *namesOf(families: readonly MetricFamily[]): Generator<void, FamilyNames> {
    if (!this.#names?.areOf(families)) this.#names = yield* FamilyNames.of(families);
    return this.#names;
  }
}
