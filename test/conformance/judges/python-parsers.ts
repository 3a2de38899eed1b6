import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { MetricType } from "../../../src/model/families/metric-family.js";
import { type JudgedExemplar, type JudgedFamily, type JudgedSample, judgedLabels } from "../readings/normal-form.js";
import { defaultGeneration, type Generation, programPath } from "./programs.js";

type Format = "text" | "openmetrics";
type ReadExemplar = [labels: Record<string, string>, value: string, timestamp: number | null];
type ReadSample = [
  name: string,
  labels: Record<string, string>,
  value: string,
  timestamp: number | null,
  exemplar: ReadExemplar | null,
];

interface ReadFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
  readonly samples: readonly ReadSample[];
}

interface Reply {
  readonly families?: readonly ReadFamily[];
  readonly error?: string;
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** One Python process per generation for the whole test file. Its start takes longer than reading a hundred expositions. */
class PythonProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting: Waiting[] = [];
  #failure: Error | undefined;

  constructor(generation: Generation) {
    const script = fileURLToPath(new URL("python-parsers.py", import.meta.url));
    this.#child = spawn(programPath("python3", generation), [script], { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.on("error", (error) => this.#fail(error));
    this.#child.on("exit", (code, signal) => this.#fail(new Error(`client_python ended: ${signal ?? code}`)));
    this.#child.stdin.on("error", (error) => this.#fail(error));
    createInterface(this.#child.stdout).on("line", (line) => this.#answer(line));
  }

  ask(format: Format, body: Uint8Array): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify({ format, length: body.byteLength })}\n`);
      this.#child.stdin.write(body);
    });
  }

  #answer(line: string): void {
    const waiting = this.#waiting.shift();
    try {
      waiting?.resolve(JSON.parse(line) as Reply);
    } catch (error) {
      waiting?.reject(new Error(`client_python answered ${line}`, { cause: error }));
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

const processes = new Map<Generation, PythonProcess>();

/**
 * Reads text 0.0.4 with client_python's lenient parser, which returns the value of every sample.
 *
 * @throws {Error} with the parser's message, if it rejects the exposition
 */
export async function pythonTextParser(
  body: string | Uint8Array,
  generation: Generation = defaultGeneration,
): Promise<JudgedFamily[]> {
  const families = await parse("text", body, generation);
  const declared = new Set(
    Buffer.from(body)
      .toString()
      .match(bareCounter)
      ?.map((line) => line.split(" ")[2]),
  );
  return families.map((family) => withoutAddedTotal(family, declared));
}

/**
 * Reads OpenMetrics with client_python's strict parser, the reference of the OpenMetrics suite.
 *
 * @throws {Error} with the parser's message, if it rejects the exposition
 */
export function openMetricsParser(
  body: string | Uint8Array,
  generation: Generation = defaultGeneration,
): Promise<JudgedFamily[]> {
  return parse("openmetrics", body, generation);
}

async function parse(format: Format, body: string | Uint8Array, generation: Generation): Promise<JudgedFamily[]> {
  const python = processes.get(generation) ?? new PythonProcess(generation);
  processes.set(generation, python);
  const { families, error } = await python.ask(format, typeof body === "string" ? Buffer.from(body) : body);
  if (families === undefined) throw new Error(error);
  return families.map(judged);
}

function judged({ name, type, help, unit, samples }: ReadFamily): JudgedFamily {
  const read = samples.map(judgedSample).map((sample) => (type === "gaugehistogram" ? asHistogram(sample) : sample));
  const isCreated = (sample: JudgedSample): boolean =>
    sample.name === `${name}_created` && (type === "counter" || type === "histogram" || type === "summary");
  return {
    name: type === "counter" ? `${name}_total` : type === "info" ? `${name}_info` : name,
    type,
    help,
    ...(unit !== "" && { unit }),
    samples: read.filter((sample) => !isCreated(sample)),
    created: read.filter(isCreated).map((sample) => ({ ...sample, value: sample.value * 1000 })),
    natives: [],
  };
}

/** Matches the TYPE line of a counter whose name does not end in `_total`. */
const bareCounter = /^# TYPE \S*(?<!_total) counter$/gm;

/** Removes the `_total` that the text parser adds to the name of a counter and its samples. */
function withoutAddedTotal(family: JudgedFamily, declared: ReadonlySet<string | undefined>): JudgedFamily {
  const name = family.name.replace(/_total$/, "");
  if (family.type !== "counter" || !declared.has(name)) return family;
  return { ...family, name, samples: family.samples.map((sample) => ({ ...sample, name })) };
}

/** Only OpenMetrics has special suffixes for gauge histograms. */
function asHistogram(sample: JudgedSample): JudgedSample {
  return { ...sample, name: sample.name.replace(/_g(count|sum)$/, "_$1") };
}

function judgedSample([name, labels, value, timestamp, exemplar]: ReadSample): JudgedSample {
  return {
    name,
    labels: judgedLabels(labels),
    value: fromBits(value),
    ...(timestamp !== null && { timestamp }),
    ...(exemplar !== null && { exemplar: judgedExemplar(exemplar) }),
  };
}

function judgedExemplar([labels, value, timestamp]: ReadExemplar): JudgedExemplar {
  return { labels: judgedLabels(labels), value: fromBits(value), ...(timestamp !== null && { timestamp }) };
}

function fromBits(hex: string): number {
  return Buffer.from(hex, "hex").readDoubleBE();
}
