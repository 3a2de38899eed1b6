import { Slice } from "../globals/scrape-slice.js";
import type { Gathered, Gatherer } from "../model/collector.js";
import { gatherUntil } from "../model/gather-until.js";
import { throwIfAborted } from "../platform/abort.js";
import { dispose } from "../platform/dispose.js";
import { ByteWriter } from "./bytes/byte-writer.js";
import type { Bytes } from "./bytes/bytes.js";
import { escapeFamilyNames, type NamedFamily } from "./escape-family-names.js";
import type { ExpositionFormatName } from "./negotiation/format.js";
import { type Negotiated, negotiate } from "./negotiation/negotiate.js";
import { loadProtobuf } from "./protobuf/load.js";
import type { RenderOptions } from "./render-options.js";
import { checkRender } from "./render-options.js";
import { encodeText } from "./text/encode-text.js";
import { openMetricsText } from "./text/openmetrics.js";
import { prometheusText } from "./text/prometheus.js";

/** A body with what has to be said of it. */
export interface Rendered extends Negotiated {
  /** The bytes. */
  readonly body: Bytes;
}

/** A body chunk by chunk, with what has to be said of it. */
export interface Streamed extends Negotiated, AsyncIterable<Bytes> {}

/**
 * Gathers and writes one exposition as a stream. Collectors are settled before the first chunk. Writing goes on in slices of
 * about half a millisecond with the event loop in between, and only as fast as chunks are taken.
 *
 * @param gatherer - a registry, or anything else that can be gathered
 * @param accept - the request's `Accept` header; without it text 0.0.4 is written
 * @param options - names, a deadline for collectors, a signal, and which formats to choose from
 * @throws TypeError when an argument is of the wrong type or an option unknown; the signal's reason once it aborts
 * @example
 * ```ts
 * const chunks = await stream(registry, request.headers.accept);
 * response.setHeader("Content-Type", chunks.contentType);
 * for await (const chunk of chunks) response.write(chunk);
 * ```
 */
export async function stream(
  gatherer: Gatherer,
  accept?: string | null,
  options: RenderOptions = {},
): Promise<Streamed> {
  checkRender("stream", gatherer, options);
  const negotiated = negotiate(accept, options.formats);
  const chunks = await begin(gatherer, negotiated, options, streamWriter(options));
  return { ...negotiated, [Symbol.asyncIterator]: () => chunks };
}

function streamWriter({ reuseChunksAfter }: RenderOptions): ByteWriter {
  return new ByteWriter(undefined, undefined, reuseChunksAfter);
}

/** How large the last body of a gatherer was, in each format: the next one will be about as large. */
const lastSizes = new WeakMap<Gatherer, Map<ExpositionFormatName, number>>();

/**
 * Gathers and writes one exposition as a whole, in slices like {@link stream}.
 *
 * @param gatherer - a registry, or anything else that can be gathered
 * @param accept - the request's `Accept` header; without it text 0.0.4 is written
 * @param options - names, a deadline for collectors, a signal, and which formats to choose from
 * @throws TypeError when an argument is of the wrong type or an option unknown; the signal's reason once it aborts
 * @example
 * ```ts
 * const { body, contentType } = await render(registry, request.headers.accept);
 * ```
 */
export async function render(
  gatherer: Gatherer,
  accept?: string | null,
  options: RenderOptions = {},
): Promise<Rendered> {
  checkRender("render", gatherer, options);
  const negotiated = negotiate(accept, options.formats);
  const { format } = negotiated;
  const sizes = lastSizes.get(gatherer) ?? new Map<ExpositionFormatName, number>();
  const writer = new ByteWriter((sizes.get(format) ?? 0) * 1.1 + 8192, Number.POSITIVE_INFINITY);
  const chunks = await begin(gatherer, negotiated, options, writer);
  let body: Bytes = new Uint8Array();
  for await (const whole of chunks) body = whole;
  lastSizes.set(gatherer, sizes.set(format, body.length));
  return { ...negotiated, body };
}

async function begin(
  gatherer: Gatherer,
  negotiated: Negotiated,
  options: RenderOptions,
  writer: ByteWriter,
): Promise<AsyncGenerator<Bytes, void>> {
  const { signal, deadline, onFailure } = options;
  const encode = await encoderOf(negotiated, options);
  const gathered = await (signal === undefined
    ? gatherer.gather(options)
    : gatherUntil(gatherer, options, deadline, signal));
  const families = escapeFamilyNames(gathered, negotiated.escaping, onFailure);
  return inSlices(encode(writer, families), signal, gathered);
}

/**
 * Writes what was gathered as {@link stream} does, and leaves it to the caller to dispose it.
 *
 * @param gathered - may be written several times
 * @param negotiated - the format and the escaping scheme
 * @param options - those of a stream
 * @param writer - what it is written with
 * @internal
 */
export async function chunksOf(
  gathered: Gathered,
  negotiated: Negotiated,
  options: RenderOptions,
  writer: ByteWriter = streamWriter(options),
): Promise<AsyncGenerator<Bytes, void>> {
  const encode = await encoderOf(negotiated, options);
  const families = escapeFamilyNames(gathered, negotiated.escaping, options.onFailure);
  return inSlices(encode(writer, families), options.signal);
}

/** Lets the event loop go on after each slice. Without `using`: that takes tslib, which programs that never push need not load. */
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

async function encoderOf({ format, escaping }: Negotiated, options: RenderOptions): Promise<Encode> {
  if (format === "protobuf") {
    const encodeProtobuf = await loadProtobuf();
    return (writer, families) => encodeProtobuf(writer, families, escaping);
  }
  const dialect = format.startsWith("text") ? prometheusText : openMetricsText;
  const created = options.createdSamples ?? false;
  return (writer, families) => encodeText(writer, families, { syntax: dialect, scheme: escaping, created });
}
