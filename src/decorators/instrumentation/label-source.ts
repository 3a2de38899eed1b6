import type { ClassLabelOptions, InstrumentationKind } from "../../metadata/declaration.js";
import type { LabelValue } from "../../model/labels.js";
import type { CallRecord } from "../call.js";
import { withoutMeasuring } from "../measure/unmeasured.js";
import { errorName } from "./error-filter.js";

/** Label names and values of one series. */
export type LabelRecord = Readonly<Record<string, LabelValue>>;

/**
 * Where a decorator takes its label values from.
 *
 * @internal
 */
export interface LabelSource {
  /** Whether the values are the same for every call. */
  readonly isConstant: boolean;
  /** Whether they depend on more than the error of a call. */
  readonly readsCall: boolean;
  /** The values that every call has, as far as they are known before the first one. */
  declared(className: string): LabelRecord | undefined;
  /** The values for one call. May throw what a user's function throws. */
  values(className: string, call: CallRecord | undefined, error: unknown): LabelRecord;
}

/**
 * The same values for every call.
 *
 * @internal
 */
export function constantLabels(values: LabelRecord): LabelSource {
  return { isConstant: true, readsCall: false, declared: () => values, values: () => values };
}

/**
 * Values that a function makes of the call.
 *
 * @internal
 */
export function computedLabels(compute: (call: never) => LabelRecord): LabelSource {
  const values = (_: string, call: CallRecord | undefined) => withoutMeasuring(compute, call as never);
  return { isConstant: false, readsCall: true, declared: () => undefined, values };
}

/**
 * The labels of the shared families: class and method, and of failures the name of the error.
 *
 * @internal
 */
export function sharedLabels(
  kind: InstrumentationKind,
  method: string,
  { class: given, classOf }: ClassLabelOptions,
): LabelSource {
  if (kind === "countExceptions") {
    return {
      isConstant: false,
      readsCall: false,
      declared: () => undefined,
      values: (className, _, error) => ({ class: given ?? className, method, exception: errorName(error) }),
    };
  }
  const values = (className: string) => ({ class: given ?? className, method });
  const declared = (className: string) => ((given ?? className) === "" ? undefined : values(className));
  return { isConstant: true, readsCall: false, declared: classOf === undefined ? declared : () => undefined, values };
}
