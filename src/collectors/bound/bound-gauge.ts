import type { GaugeChild } from "../../model/children.js";
import type { LabelSchema, LabelValues } from "../../model/labels.js";
import { noLabels } from "./bound-collector.js";
import { BoundTimingCollector } from "./bound-timing-collector.js";

/** A gauge of which some labels are bound. */
export class BoundGauge<L extends LabelSchema> extends BoundTimingCollector<"gauge", L, GaugeChild, number> {
  set(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.childFor(noLabels, first).set(first as number);
    else this.childFor(first, second).set(second as number);
  }

  inc(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.childFor(noLabels, first, 1).inc(first as number);
    else this.childFor(first, second, 1).inc(second as number);
  }

  dec(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.childFor(noLabels, first, 1).dec(first as number);
    else this.childFor(first, second, 1).dec(second as number);
  }

  add(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.childFor(noLabels, first).add(first as number);
    else this.childFor(first, second).add(second as number);
  }

  sub(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.childFor(noLabels, first).sub(first as number);
    else this.childFor(first, second).sub(second as number);
  }

  setToCurrentTime(labels: unknown = noLabels): void {
    this.labels(labels as LabelValues<L>).setToCurrentTime();
  }

  withLabels(labels: object): BoundGauge<LabelSchema> {
    return new BoundGauge(this.collector, this.bound.bind(labels));
  }
}
