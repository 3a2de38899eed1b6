import type { MetricFamily } from "../../model/families/metric-family.js";
import { metricTypes, protobufTypes } from "../../model/families/metric-types.js";
import type { ByteWriter } from "../bytes/byte-writer.js";
import { METRIC_FAMILY_HELP, METRIC_FAMILY_NAME, METRIC_FAMILY_TYPE, METRIC_FAMILY_UNIT } from "./tags.js";

/** Writes the fields before the metrics of a family: name, help and type. */
export function writeHead(writer: ByteWriter, { help, type }: MetricFamily, name: string): void {
  writer.textField(METRIC_FAMILY_NAME, name);
  if (help !== "") writer.textField(METRIC_FAMILY_HELP, help);
  writer.reserve(2);
  writer.byte(METRIC_FAMILY_TYPE);
  writer.byte(protobufTypes.indexOf(metricTypes[type].protobufType));
}

/** Writes the field after the metrics of a family: the unit. */
export function writeTail(writer: ByteWriter, { unit = "" }: MetricFamily): void {
  if (unit !== "") writer.textField(METRIC_FAMILY_UNIT, unit);
}
