import type { CompleteNativeOptions } from "../../validation/native-histogram.js";
import { NativeSchema, schemaOf } from "./native-schema.js";

/**
 * What the children of a native histogram begin with, and how far they may go.
 *
 * @internal
 */
export interface NativeSettings extends Omit<CompleteNativeOptions, "growthFactor"> {
  /** The bounds that each child begins with. */
  readonly schema: NativeSchema;
}

/**
 * The layout for complete options.
 *
 * @internal
 */
export function nativeSettings({ growthFactor, ...limits }: CompleteNativeOptions): NativeSettings {
  return { ...limits, schema: NativeSchema.of(schemaOf(growthFactor)) };
}
