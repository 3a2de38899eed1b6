import { parse } from "../../../src/exposition/parser/parse.js";
import { bytesOf, type Exposition, type Format, textOf } from "../readings/format.js";
import { judgedModel } from "../readings/model-family.js";
import type { JudgedFamily } from "../readings/normal-form.js";
import {
  type Generation,
  currentGenerations as generations,
  isAtLeast,
  isUsed,
  type JudgeProgram,
} from "./programs.js";
import { promtoolCheckAll } from "./promtool.js";
import { protocDecode, protocDecodeAll } from "./protoc.js";
import { openMetricsParser, pythonTextParser } from "./python-parsers.js";

/** The verdict of one reader on one exposition. */
export interface Verdict {
  /** The reasons to reject the exposition, one line each; empty if the reader accepts it. */
  readonly problems: readonly string[];
  /** The families that it read; absent if it only accepts or rejects. */
  readonly families?: readonly JudgedFamily[];
}

/** One independent reader of expositions. */
export interface Reader {
  readonly name: string;
  /** The formats that it reads. */
  readonly formats: readonly Format[];
  /** Whether it can read names that are quoted because they are not legacy names. */
  readonly readsUtf8Names: boolean;
  /** Reads many expositions, in batches if that saves time. */
  readonly read: (expositions: readonly Exposition[]) => Promise<readonly Verdict[]>;
}

// With legacy names, text 1.0.0 is written exactly as 0.0.4.
const textFormats: readonly Format[] = ["text 0.0.4", "text 1.0.0"];

/** The readers of this run: every program in the versions of its generations, and the library's own parser. */
export const readers: readonly Reader[] = [
  ...generations.flatMap((generation, index) => readersOf(generation, generations[index - 1])),
  {
    name: "narthex",
    formats: [...textFormats, "OpenMetrics", "protobuf"],
    readsUtf8Names: true,
    read: oneByOne(async ({ body, contentType }) => parse(body, contentType).map(judgedModel)),
  },
];

/** The programs of a generation that differ from those of the generation before. */
function readersOf(generation: Generation, before: Generation | undefined): Reader[] {
  const name = (reader: string): string => (generations.length === 1 ? reader : `${reader}, ${generation}`);
  const readersOfProgram: Partial<Record<JudgeProgram, readonly Reader[]>> = {
    promtool: [
      {
        name: name("promtool"),
        formats: textFormats,
        readsUtf8Names: false,
        read: (expositions) => readWithPromtool(expositions, generation),
      },
    ],
    python3: [
      {
        name: name("client_python text"),
        formats: textFormats,
        readsUtf8Names: false,
        read: oneByOne(({ body }) => pythonTextParser(body, generation)),
      },
      {
        name: name("client_python OpenMetrics"),
        formats: ["OpenMetrics"],
        readsUtf8Names: false,
        read: oneByOne(({ body }) => openMetricsParser(body, generation)),
      },
    ],
    protoc: [{ name: name("protoc"), formats: ["protobuf"], readsUtf8Names: true, read: readWithProtoc }],
  };
  return (Object.keys(readersOfProgram) as JudgeProgram[])
    .filter((program) => isUsed(program, generation, before))
    .flatMap((program) => readersOfProgram[program] ?? []);
}

// The time of promtool 3 grows with the square of the series of a family: 5 s for 5,000, minutes for 20,000.
const longestForPromtool3 = 65_536;

async function readWithPromtool(expositions: readonly Exposition[], generation: Generation): Promise<Verdict[]> {
  const texts = expositions.map(({ body }) => textOf(body));
  const longest = isAtLeast("promtool", 2, 53, generation) ? longestForPromtool3 : Infinity;
  const short = texts.filter(({ length }) => length <= longest);
  const verdicts = await promtoolCheckAll(short, generation);
  return texts.map((text) => {
    const error = text.length <= longest ? verdicts.shift()?.error : undefined;
    return { problems: error === undefined ? [] : [error] };
  });
}

/** Reads all in one run. If that fails, reads each alone to find the invalid ones. */
async function readWithProtoc(expositions: readonly Exposition[]): Promise<readonly Verdict[]> {
  if (expositions.length === 0) return [];
  try {
    const decoded = await protocDecodeAll(expositions.map(({ body }) => bytesOf(body)));
    return decoded.map((families) => ({ problems: [], families }));
  } catch {
    return oneByOne(({ body }) => protocDecode(bytesOf(body)))(expositions);
  }
}

function oneByOne(read: (exposition: Exposition) => Promise<JudgedFamily[]>): Reader["read"] {
  return async (expositions) => {
    const settled = await Promise.allSettled(expositions.map(async (exposition) => read(exposition)));
    return settled.map((result) =>
      result.status === "fulfilled" ? { problems: [], families: result.value } : { problems: [String(result.reason)] },
    );
  };
}
