import type { CounterChild, UpdateOptions } from "../../model/children.js";
import type { LabelSchema } from "../../model/labels.js";
import { BoundCollector, noLabels } from "./bound-collector.js";

/** A counter of which some labels are bound. */
export class BoundCounter<L extends LabelSchema> extends BoundCollector<"counter", L, CounterChild, number> {
  inc(first?: unknown, second?: unknown, third?: UpdateOptions): void {
    if (this.isWithoutLabels(first)) this.childFor(noLabels, first, 1).inc(first as number, second as UpdateOptions);
    else this.childFor(first, second, 1).inc(second as number, third);
  }

  withLabels(labels: object): BoundCounter<LabelSchema> {
    return new BoundCounter(this.collector, this.bound.bind(labels));
  }
}
