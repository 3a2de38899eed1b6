import { parse } from "../../../src/exposition/parser/parse.js";
import { isLegacyLabelName, isLegacyMetricName } from "../../../src/model/families/names.js";
import { type Exposition, formatOf } from "./format.js";

/** Whether a text has names that must be quoted, which only some readers support. */
export function hasQuotedNames({ contentType, body }: Exposition): boolean {
  if (formatOf(contentType) === "protobuf" || !contentType.includes("escaping=allow-utf-8")) return false;
  return parse(body, contentType).some(({ name, metrics }) => {
    const labels = [...metrics].flatMap((metric) => Object.keys("info" in metric ? metric.info : metric.labels));
    return !isLegacyMetricName(name) || !labels.every(isLegacyLabelName);
  });
}
