import { parse } from "../../src/exposition/parser/parse.js";
import { bytesOf, type Exposition, type Format, textOf } from "./format.js";
import { judgedModel } from "./model-family.js";
import type { JudgedFamily } from "./normal-form.js";
import { promtoolCheckAll } from "./promtool.js";
import { protocDecode, protocDecodeAll } from "./protoc.js";
import { openMetricsParser, pythonTextParser } from "./python-parsers.js";

/** What one judge says of one exposition. */
export interface Verdict {
  /** Why it refuses the exposition, one line each; none when it accepts it. */
  readonly problems: readonly string[];
  /** What it read, if it is one that tells. */
  readonly families?: readonly JudgedFamily[];
}

/** One independent reader of expositions. */
export interface Judge {
  readonly name: string;
  /** The formats that it reads. */
  readonly formats: readonly Format[];
  /** Whether it can read names that are quoted because they are not legacy names. */
  readonly readsUtf8Names: boolean;
  /** Reads many expositions, in batches where that saves time. */
  readonly read: (expositions: readonly Exposition[]) => Promise<readonly Verdict[]>;
}

// With legacy names, text 1.0.0 is written exactly as 0.0.4.
const textFormats: readonly Format[] = ["text 0.0.4", "text 1.0.0"];

/** All judges. */
export const judges: readonly Judge[] = [
  { name: "promtool", formats: textFormats, readsUtf8Names: false, read: readWithPromtool },
  {
    name: "client_python text",
    formats: textFormats,
    readsUtf8Names: false,
    read: oneByOne(({ body }) => pythonTextParser(body)),
  },
  {
    name: "client_python OpenMetrics",
    formats: ["OpenMetrics"],
    readsUtf8Names: false,
    read: oneByOne(({ body }) => openMetricsParser(body)),
  },
  { name: "protoc", formats: ["protobuf"], readsUtf8Names: true, read: readWithProtoc },
  {
    name: "narthex",
    formats: [...textFormats, "OpenMetrics", "protobuf"],
    readsUtf8Names: true,
    read: oneByOne(async ({ body, contentType }) => parse(body, contentType).map(judgedModel)),
  },
];

async function readWithPromtool(expositions: readonly Exposition[]): Promise<Verdict[]> {
  const verdicts = await promtoolCheckAll(expositions.map(({ body }) => textOf(body)));
  return verdicts.map(({ error }) => ({ problems: error === undefined ? [] : [error] }));
}

/** One run for all; if one of them is at fault, each alone, to tell which. */
async function readWithProtoc(expositions: readonly Exposition[]): Promise<readonly Verdict[]> {
  if (expositions.length === 0) return [];
  try {
    const decoded = await protocDecodeAll(expositions.map(({ body }) => bytesOf(body)));
    return decoded.map((families) => ({ problems: [], families }));
  } catch {
    return oneByOne(({ body }) => protocDecode(bytesOf(body)))(expositions);
  }
}

function oneByOne(read: (exposition: Exposition) => Promise<JudgedFamily[]>): Judge["read"] {
  return async (expositions) => {
    const settled = await Promise.allSettled(expositions.map(async (exposition) => read(exposition)));
    return settled.map((result) =>
      result.status === "fulfilled" ? { problems: [], families: result.value } : { problems: [String(result.reason)] },
    );
  };
}
