import type { HistogramChild, SummaryChild, UpdateOptions } from "../../model/children.js";
import type { LabelSchema } from "../../model/labels.js";
import { noLabels } from "./bound-collector.js";
import { BoundTimingCollector } from "./bound-timing-collector.js";

/** A histogram or summary of which some labels are bound. */
export class BoundObserver<
  K extends "histogram" | "summary",
  L extends LabelSchema,
  Child extends HistogramChild | SummaryChild,
> extends BoundTimingCollector<K, L, Child, ReturnType<Child["get"]>> {
  observe(first?: unknown, second?: unknown, third?: UpdateOptions): void {
    if (this.isWithoutLabels(first)) {
      const options = second as UpdateOptions | undefined;
      this.childFor(noLabels, first, undefined, options).observe(first as number, options);
    } else this.childFor(first, second, undefined, third).observe(second as number, third);
  }

  withLabels(labels: object): BoundObserver<K, LabelSchema, Child> {
    return new BoundObserver<K, LabelSchema, Child>(this.collector, this.bound.bind(labels));
  }
}
