import type { ClassLabelOptions, InstrumentationKind } from "../../metadata/declaration.js";
import type { OptionalLabelValue } from "../../model/labels.js";
import type { CallRecord } from "../call.js";
import { withoutMeasuring } from "../measure/unmeasured.js";
import { errorName } from "./error-filter.js";

/** Label names and values of one series. */
export type LabelRecord = Readonly<Record<string, OptionalLabelValue>>;

/**
 * The source of the label values of a decorator.
 *
 * @internal
 */
export interface LabelSource {
  /** Whether every call has the same values. */
  readonly isConstant: boolean;
  /** Whether the values depend on more than the error of a call. */
  readonly readsCall: boolean;
  /** Returns the values that every call has, or `undefined` if they are not known before the first call. */
  declared(className: string): LabelRecord | undefined;
  /** Returns the values for one call. Throws the errors of the user's function. */
  values(className: string, call: CallRecord | undefined, error: unknown): LabelRecord;
}

/**
 * Returns a source with the same values for every call.
 *
 * @internal
 */
export function constantLabels(values: LabelRecord): LabelSource {
  return { isConstant: true, readsCall: false, declared: () => values, values: () => values };
}

/**
 * The source for collectors without labels.
 *
 * @internal
 */
export const noLabels: LabelSource = constantLabels({});

/**
 * Returns a source whose values a function computes for each call.
 *
 * @internal
 */
export function computedLabels(compute: (call: never) => LabelRecord): LabelSource {
  const values = (_: string, call: CallRecord | undefined) => withoutMeasuring(compute, call as never);
  return { isConstant: false, readsCall: true, declared: () => undefined, values };
}

/**
 * Returns the labels of the shared families: class and method, and for exceptions the name of the error.
 *
 * @internal
 */
export function sharedLabels(
  kind: InstrumentationKind,
  method: string,
  { class: label, classOf }: ClassLabelOptions,
): LabelSource {
  if (kind === "countExceptions") {
    return {
      isConstant: false,
      readsCall: false,
      declared: () => undefined,
      values: (className, _, error) => ({ class: label ?? className, method, exception: errorName(error) }),
    };
  }
  const values = (className: string) => ({ class: label ?? className, method });
  const declared = (className: string) => ((label ?? className) === "" ? undefined : values(className));
  return { isConstant: true, readsCall: false, declared: classOf === undefined ? declared : () => undefined, values };
}
