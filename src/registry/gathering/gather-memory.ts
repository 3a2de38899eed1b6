import type { Collector } from "../../model/collector.js";
import { liveSeriesOf } from "../../model/families/live-metrics.js";
import type { MetricFamily } from "../../model/families/metric-family.js";
import { type Answer, answerOf } from "./answer.js";
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
  /** The latest answers of live collectors, by the position of the collector. */
  #answers: (Answer | undefined)[] = [];
  #live: readonly Answer[] = [];
  #sorted: readonly MetricFamily[] | undefined;

  /** Returns the answer of a collector: the former one if the collector is live and returned the same list. */
  answerOf(collector: Collector, families: readonly MetricFamily[], position: number): Answer {
    const former = this.#answers[position];
    if (former?.families === families && former.collector === collector) return former;
    const answer = answerOf(collector, families);
    this.#answers[position] = mayRecur(answer) ? answer : undefined;
    return answer;
  }

  /** Returns the sorted families of live collectors if all answers are those of the gather before. */
  sortedOf(live: readonly Answer[]): MetricFamily[] | undefined {
    if (live.length !== this.#live.length) return undefined;
    for (let i = 0; i < live.length; i++) if (live[i] !== this.#live[i]) return undefined;
    return this.#sorted?.slice();
  }

  /**
   * Remembers the sorted families of live collectors if all of them may recur. Others would keep the pages of series
   * that their collectors remove.
   */
  remember(live: readonly Answer[], sorted: readonly MetricFamily[]): void {
    const isUseful = live.every(mayRecur);
    this.#live = isUseful ? live : [];
    this.#sorted = isUseful ? sorted : undefined;
  }

  /** Forgets the answers, which refer to collectors. */
  forget(): void {
    this.#answers = [];
    this.remember([], []);
  }

  /** Returns the names of sorted families, in steps between which the caller can pause. */
  *namesOf(families: readonly MetricFamily[]): Generator<void, FamilyNames> {
    if (!this.#names?.areOf(families)) this.#names = yield* FamilyNames.of(families);
    return this.#names;
  }
}

/** Whether the collector may return the same list again, as those of one page do. */
function mayRecur({ family }: Answer): boolean {
  return family !== undefined && liveSeriesOf(family)?.every(({ pages }) => pages.length === 1) === true;
}
