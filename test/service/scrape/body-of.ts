import { negotiate } from "../../../src/exposition/negotiation/negotiate.js";
import type { MetricFamily } from "../../../src/model/families/metric-family.js";
import { ActiveResponses } from "../../../src/service/scrape/active-responses.js";
import { BodyBufferPool } from "../../../src/service/scrape/body-buffer.js";
import { SharedBody } from "../../../src/service/scrape/shared-body.js";
import { distantDeadline } from "./held-response.js";

/** Returns the body of one family in the text format. */
export function bodyOf(family: MetricFamily, buffers = new BodyBufferPool()): SharedBody {
  const gathered = Object.assign([family], { [Symbol.dispose]() {} });
  return new SharedBody(gathered, negotiate(), {
    createdSamples: false,
    buffers,
    responses: new ActiveResponses(),
    deadline: distantDeadline,
  });
}
