import type { GaugeChild } from "../../model/children.js";
import type { LabelSchema } from "../../model/labels.js";
import { noLabels } from "./bound-collector.js";
import { BoundTimingCollector } from "./bound-timing-collector.js";

/** A gauge of which some labels are bound. */
export class BoundGauge<L extends LabelSchema> extends BoundTimingCollector<"gauge", L, GaugeChild, number> {
  set(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.child(noLabels).set(first as number);
    else this.child(first).set(second as number);
  }

  inc(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.child(noLabels).inc(first as number);
    else this.child(first).inc(second as number);
  }

  dec(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.child(noLabels).dec(first as number);
    else this.child(first).dec(second as number);
  }

  add(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.child(noLabels).add(first as number);
    else this.child(first).add(second as number);
  }

  sub(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.child(noLabels).sub(first as number);
    else this.child(first).sub(second as number);
  }

  setToCurrentTime(labels: unknown = noLabels): void {
    this.child(labels).setToCurrentTime();
  }

  withLabels(labels: object): BoundGauge<LabelSchema> {
    return new BoundGauge(this.collector, this.bound.bind(labels));
  }
}
