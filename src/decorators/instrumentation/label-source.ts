import type { ClassLabelOptions, InstrumentationKind } from "../../metadata/declaration.js";
import type { CallRecord } from "../call.js";
import { withoutMeasuring } from "../measure/unmeasured.js";
import { errorName } from "./error-filter.js";
import type { DecoratorArguments, LabelRecord } from "./instrument.js";

/**
 * The source of the label values of a decorator.
 *
 * @internal
 */
export interface LabelSource {
  /** Whether every call has the same values. */
  readonly isConstant: boolean;
  /** Returns the values that every call has, or `undefined` if they are not known before the first call. */
  declared(className: string): LabelRecord | undefined;
  /** Returns the values for one call. Throws the errors of the user's function. */
  values(className: string, call: CallRecord | undefined, error: unknown): LabelRecord;
}

/**
 * Returns the source of the label values for a method.
 *
 * @param method - the name of the method
 * @internal
 */
export function labelSourceFor({ instrument, collector, options }: DecoratorArguments, method: string): LabelSource {
  if (collector === undefined) return sharedLabels(instrument.kind, method, options);
  const { labels } = options;
  if (labels === undefined) return noLabels;
  return typeof labels === "function" ? computedLabels(labels) : constantLabels(labels);
}

/** Returns a source with the same values for every call. */
function constantLabels(values: LabelRecord): LabelSource {
  return { isConstant: true, declared: () => values, values: () => values };
}

/** The source for collectors without labels. */
const noLabels: LabelSource = constantLabels({});

/** Returns a source whose values a function computes for each call. */
function computedLabels(compute: (call: never) => LabelRecord): LabelSource {
  const values = (_: string, call: CallRecord | undefined) => withoutMeasuring(compute, call as never);
  return { isConstant: false, declared: () => undefined, values };
}

/** Returns the labels of the shared families: class and method, and for exceptions the name of the error. */
function sharedLabels(
  kind: InstrumentationKind,
  method: string,
  { class: label, classOf }: ClassLabelOptions,
): LabelSource {
  if (kind === "countExceptions") {
    return {
      isConstant: false,
      declared: () => undefined,
      values: (className, _, error) => ({ class: label ?? className, method, exception: errorName(error) }),
    };
  }
  const values = (className: string) => ({ class: label ?? className, method });
  const declared = (className: string) => ((label ?? className) === "" ? undefined : values(className));
  return { isConstant: true, declared: classOf === undefined ? declared : () => undefined, values };
}
