import type { CounterChild, UpdateOptions } from "../../model/children.js";
import type { LabelSchema } from "../../model/labels.js";
import { BoundCollector, noLabels } from "./bound-collector.js";

/** A counter of which some labels are bound. */
export class BoundCounter<L extends LabelSchema> extends BoundCollector<"counter", L, CounterChild, number> {
  inc(first?: unknown, second?: unknown, third?: UpdateOptions): void {
    if (this.isWithoutLabels(first)) {
      const options = second as UpdateOptions | undefined;
      this.childFor(noLabels, first, 1, options).inc(first as number, options);
    } else this.childFor(first, second, 1, third).inc(second as number, third);
  }

  withLabels(labels: object): BoundCounter<LabelSchema> {
    return new BoundCounter(this.collector, this.bound.bind(labels));
  }
}
