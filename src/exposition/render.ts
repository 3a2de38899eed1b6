import { Slice } from "../globals/scrape-slice.js";
import type { Gathered, Gatherer, GatherOptions } from "../model/collector.js";
import { gatherUntil } from "../model/gather-until.js";
import { throwIfAborted } from "../platform/abort.js";
import { dispose } from "../platform/dispose.js";
import { familyNames } from "../validation/family-names.js";
import { ByteWriter } from "./bytes/byte-writer.js";
import type { Bytes } from "./bytes/bytes.js";
import { escapeFamilyNames, type NamedFamily } from "./escape-family-names.js";
import type { ExpositionFormatName } from "./negotiation/format.js";
import { type Negotiated, negotiateFormat } from "./negotiation/negotiate.js";
import { loadProtobuf } from "./protobuf/load.js";
import type { RenderOptions, StreamOptions } from "./render-options.js";
import { checkRenderArguments, renderRules, streamRules } from "./render-rules.js";
import type { encodeText } from "./text/encode-text.js";

/** A complete exposition and its format. */
export interface Rendered extends Negotiated {
  /** The body of the response. */
  readonly body: Bytes;
}

/** An exposition in chunks and its format. */
export interface Streamed extends Negotiated, AsyncIterable<Bytes> {}

/**
 * Gathers metrics and renders them as a stream. All collectors have been asked before the first chunk. Rendering
 * returns to the event loop about every half millisecond, and pauses until the next chunk is requested.
 *
 * @param gatherer - a registry, or anything else that can be gathered
 * @param options - the `Accept` header of the request, the names to include, a deadline for collectors, a signal
 * @throws {TypeError} if an argument has the wrong type or an option is unknown
 * @throws the reason of `signal` if it aborts
 * @example
 * ```ts
 * const chunks = await stream(registry, { accept: request.headers.accept });
 * response.setHeader("Content-Type", chunks.contentType);
 * for await (const chunk of chunks) response.write(chunk);
 * ```
 */
export async function stream(gatherer: Gatherer, options: StreamOptions = {}): Promise<Streamed> {
  checkRenderArguments("stream", gatherer, options, streamRules);
  const negotiated = negotiateFormat(options.accept, options.formats);
  const chunks = await begin("stream", gatherer, negotiated, options, streamWriter(options));
  return { ...negotiated, [Symbol.asyncIterator]: () => chunks };
}

function streamWriter({ reuseChunksAfter }: StreamOptions): ByteWriter {
  return new ByteWriter(undefined, undefined, reuseChunksAfter);
}

/** The size that is expected of a gatherer's first body: few are larger, and memory that is not written costs little. */
const FIRST_SIZE = 262_144;

/** The size of a gatherer's last body in each format. The next one will be about as large. */
const lastSizes = new WeakMap<Gatherer, Map<ExpositionFormatName, number>>();

/**
 * Gathers metrics and renders them as one body. Rendering returns to the event loop about every half millisecond, as in
 * {@link stream}.
 *
 * @param gatherer - a registry, or anything else that can be gathered
 * @param options - the `Accept` header of the request, the names to include, a deadline for collectors, a signal
 * @throws {TypeError} if an argument has the wrong type or an option is unknown
 * @throws the reason of `signal` if it aborts
 * @example
 * ```ts
 * const { body, contentType } = await render(registry, { accept: request.headers.accept });
 * ```
 */
export async function render(gatherer: Gatherer, options: RenderOptions = {}): Promise<Rendered> {
  checkRenderArguments("render", gatherer, options, renderRules);
  const negotiated = negotiateFormat(options.accept, options.formats);
  const { format } = negotiated;
  const sizes = lastSizes.get(gatherer) ?? new Map<ExpositionFormatName, number>();
  const writer = new ByteWriter((sizes.get(format) ?? FIRST_SIZE) * 1.1 + 8192, Number.POSITIVE_INFINITY);
  const chunks = await begin("render", gatherer, negotiated, options, writer);
  let body: Bytes = new Uint8Array();
  for await (const whole of chunks) body = whole;
  lastSizes.set(gatherer, sizes.set(format, body.length));
  return { ...negotiated, body };
}

async function begin(
  subject: string,
  gatherer: Gatherer,
  negotiated: Negotiated,
  options: RenderOptions,
  writer: ByteWriter,
): Promise<AsyncGenerator<Bytes, void>> {
  const { signal, deadline, onFailure } = options;
  // A gatherer of several registries needs the names several times, but a generator can be iterated only once.
  const selected: GatherOptions = { names: familyNames(subject, options.names), deadline, onFailure };
  const encode = await encoderOf(negotiated, options);
  const gathered = await (signal === undefined
    ? gatherer.gather(selected)
    : gatherUntil(gatherer, selected, deadline, signal));
  const families = escapeFamilyNames(gathered, negotiated.escaping, onFailure);
  return inSlices(encode(writer, families), signal, gathered);
}

/**
 * Renders gathered families as {@link stream} does. The caller disposes of them.
 *
 * @param gathered - the families, which may be rendered several times
 * @param negotiated - the format and the escaping scheme
 * @param options - the options of the stream
 * @param writer - the writer that produces the chunks
 * @internal
 */
export async function chunksOf(
  gathered: Gathered,
  negotiated: Negotiated,
  options: StreamOptions,
  writer: ByteWriter = streamWriter(options),
): Promise<AsyncGenerator<Bytes, void>> {
  const encode = await encoderOf(negotiated, options);
  const families = escapeFamilyNames(gathered, negotiated.escaping, options.onFailure);
  return inSlices(encode(writer, families), options.signal);
}

/**
 * Returns to the event loop after each slice. It does without `using`, which needs tslib: programs that never push do
 * not load that package.
 */
async function* inSlices(
  steps: Iterable<Bytes | undefined>,
  signal: AbortSignal | undefined,
  gathered?: Gathered,
): AsyncGenerator<Bytes, void> {
  const slice = new Slice();
  try {
    throwIfAborted(signal);
    for (const chunk of steps) {
      if (chunk !== undefined) yield chunk;
      if (slice.isOver) {
        await slice.next();
        throwIfAborted(signal);
      }
    }
  } finally {
    slice.end();
    gathered?.[dispose]();
  }
}

type Encode = (writer: ByteWriter, families: Iterable<NamedFamily>) => Iterable<Bytes | undefined>;

let loadedText: typeof encodeText | undefined;

/** Returns the encoder of a format. It is loaded on first use, so that programs that only count start faster. */
async function encoderOf({ format, escaping }: Negotiated, options: RenderOptions): Promise<Encode> {
  if (format === "protobuf") {
    const encodeProtobuf = await loadProtobuf();
    return (writer, families) => encodeProtobuf(writer, families, escaping);
  }
  // Even when a module is loaded, importing it takes as long as writing fifty families.
  loadedText ??= (await import("./text/encode-text.js")).encodeText;
  const encode = loadedText;
  return (writer, families) => encode(writer, families, format, escaping, options.createdSamples ?? false);
}
