import { withCode } from "../../model/errors/coded-error.js";
import type { HistogramValue } from "../../model/series-values.js";
import type { CollectedForm } from "../families/function-backed.js";

/**
 * Returns the form of the values that the callback of a histogram returns.
 *
 * @param bounds - the declared bounds, which all series of the family share
 * @internal
 */
export function histogramForm(bounds: readonly number[]): CollectedForm {
  return {
    words: "an object of count, sum and buckets",
    read(metric, value) {
      const { count, sum, buckets, native } = (value ?? {}) as Partial<HistogramValue>;
      if (!Array.isArray(buckets)) return undefined;
      const returned = buckets.map((bucket) => Number(bucket?.upperBound));
      const declared = [...bounds, Number.POSITIVE_INFINITY];
      if (returned.length !== declared.length || declared.some((bound, i) => bound !== returned[i])) {
        throw withCode(
          "NARTHEX_INVALID_COLLECTED_VALUE",
          new RangeError(
            `${metric}: collect must return buckets with the declared bounds ${declared.join(", ")}, but returned ${returned.join(", ")}. Declare the bounds in the option buckets, without Infinity.`,
          ),
        );
      }
      return native === undefined ? { count, sum, buckets } : { count, sum, buckets, native };
    },
  };
}
