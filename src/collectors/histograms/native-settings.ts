import type { CompleteNativeOptions } from "../../validation/native-histogram.js";
import { NativeSchema, schemaOf } from "./native-schema.js";

/**
 * The settings that all children of a native histogram share.
 *
 * @internal
 */
export interface NativeSettings extends Omit<CompleteNativeOptions, "growthFactor"> {
  /** The initial bounds of each child. */
  readonly schema: NativeSchema;
}

/**
 * Returns the settings for complete options.
 *
 * @internal
 */
export function nativeSettings({ growthFactor, ...limits }: CompleteNativeOptions): NativeSettings {
  return { ...limits, schema: NativeSchema.of(schemaOf(growthFactor)) };
}
