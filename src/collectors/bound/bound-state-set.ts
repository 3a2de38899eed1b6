import type { StateSetChild } from "../../model/children.js";
import type { LabelSchema } from "../../model/labels.js";
import { type BindableCollector, BoundCollector, noLabels } from "./bound-collector.js";
import type { BoundLabels } from "./bound-labels.js";

/** A state set of which some labels are bound. */
export class BoundStateSet<S extends string, L extends LabelSchema> extends BoundCollector<
  "stateset",
  L,
  StateSetChild<S>,
  S
> {
  readonly states: readonly S[];

  constructor(
    collector: BindableCollector<"stateset", StateSetChild<S>, S> & { readonly states: readonly S[] },
    bound: BoundLabels,
  ) {
    super(collector, bound);
    this.states = collector.states;
  }

  set(first?: unknown, second?: unknown): void {
    if (this.isWithoutLabels(first)) this.childFor(noLabels, first).set(first as S);
    else this.childFor(first, second).set(second as S);
  }

  withLabels(labels: object): BoundStateSet<S, LabelSchema> {
    return new BoundStateSet(this.collector as never, this.bound.bind(labels));
  }
}
