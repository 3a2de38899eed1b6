import { EventEmitter } from "node:events";
import type { Readable } from "node:stream";
import type {
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamDefaultReader,
  UnderlyingSource,
} from "node:stream/web";
import { builtIn } from "../../../platform/built-in.js";
import type { Measurement } from "../measurement.js";
import { withoutMeasuring } from "../unmeasured.js";

/**
 * Whether a value is a readable stream of Node.js, or of a package with the same interface.
 *
 * @internal
 */
export function isNodeStream(value: object): value is Readable {
  const { pipe, on, readable } = value as Partial<Readable>;
  return typeof pipe === "function" && typeof on === "function" && readable !== undefined;
}

/**
 * Measurements of open streams. Calls that return the same stream, as `on` and others do, share one set of listeners.
 */
const watched = new WeakMap<Readable, Measurement>();

/**
 * Measures a stream until it ends, fails or is destroyed. It only listens, so the stream does not start to flow, and an
 * error without another listener is thrown as it would be without measurement.
 *
 * @returns the stream
 * @internal
 */
export function measureNodeStream(stream: Readable, measurement: Measurement): Readable {
  const first = watched.get(stream);
  if (stream.errored) measurement.end(!isAbort(stream.errored), stream.errored);
  else if (stream.readableEnded || stream.destroyed) measurement.end(false, undefined);
  else if (first) first.join(measurement);
  else listen(stream, measurement);
  return stream;
}

function listen(stream: Readable, measurement: Measurement): void {
  const { on, removeListener } = listening(stream);
  const end = (failed: boolean, error: unknown) => {
    watched.delete(stream);
    measurement.end(failed, error);
    try {
      withoutMeasuring(() => {
        for (const [event, listener] of listeners) removeListener.call(stream, event, listener);
      });
    } catch {
      // A remaining listener does no harm: the measurement has ended.
    }
  };
  const listeners = [
    [EventEmitter.errorMonitor, (error: Error) => end(!isAbort(error), error)],
    ["end", () => end(false, undefined)],
    ["close", () => end(false, undefined)],
  ] as const;
  watched.set(stream, measurement);
  try {
    for (const [event, listener] of listeners) on.call(stream, event, listener);
  } catch (error) {
    end(false, undefined);
    throw error;
  }
}

/** `Readable`, loaded with the first stream: its module takes a tenth of the time in which `narthex` loads. */
let nodeReadable: typeof Readable | undefined;

/**
 * Returns the methods to listen to a stream with. For a stream of Node.js these are the methods of `EventEmitter`, so
 * that a subclass that overrides them does not notice. Other streams may emit earlier events again in their own
 * methods.
 */
function listening(stream: Readable): Pick<EventEmitter, "on" | "removeListener"> {
  nodeReadable ??= builtIn("node:stream").Readable;
  return stream instanceof nodeReadable ? EventEmitter.prototype : stream;
}

/** Whether a stream was aborted by its reader, which is not a failure: it left the loop or aborted the signal. */
function isAbort(error: Error): boolean {
  return (error as NodeJS.ErrnoException).code === "ABORT_ERR";
}

/**
 * Whether a value is a stream of the Streams standard.
 *
 * @internal
 */
export function isWebStream(value: object): value is ReadableStream {
  const { getReader, pipeTo } = value as Partial<ReadableStream>;
  return typeof getReader === "function" && typeof pipeTo === "function";
}

/** A stream that replaces another one, and the measurement that ends with it. */
interface Replacement {
  readonly stream: ReadableStream;
  readonly measurement: Measurement;
}

/** Replacements of web streams. Calls that return the same stream return the same replacement. */
const replacements = new WeakMap<ReadableStream, Replacement>();

/**
 * Measures a web stream until it is read to its end, fails or is cancelled. The stream is replaced by one that locks
 * the original and reads from it only when the replacement is read. Until then, other code can use the original. If the
 * stream is already being read, or cannot be replaced, the measurement ends immediately.
 *
 * @returns the stream to read from
 * @internal
 */
export function measureWebStream(stream: ReadableStream, measurement: Measurement): ReadableStream {
  const first = replacements.get(stream);
  if (first !== undefined) {
    if (first.measurement.ended) measurement.end(false, stream);
    else first.measurement.join(measurement);
    return first.stream;
  }
  if (stream.locked || !isPlainWebStream(stream)) {
    measurement.end(false, stream);
    return stream;
  }
  const replacement = readingFrom(stream, measurement);
  replacements.set(stream, { stream: replacement, measurement });
  return replacement;
}

function readingFrom(stream: ReadableStream, measurement: Measurement): ReadableStream {
  const bytes = isByteStream(stream) ? { type: "bytes" as never } : {};
  let reader: ReadableStreamDefaultReader | undefined;
  let isCancelled = false;
  let pulled: Promise<void> | undefined;
  function lock(controller: Parameters<NonNullable<UnderlyingSource["pull"]>>[0]): ReadableStreamDefaultReader {
    const end = (failed: boolean, error: unknown) => {
      measurement.end(failed, error);
      if (failed) return controller.error(error);
      if (isCancelled) return;
      controller.close();
      // A reader that supplied its own buffer waits until the buffer is returned.
      (controller as ReadableByteStreamController).byobRequest?.respond(0);
    };
    try {
      reader = stream.getReader();
    } catch (error) {
      // Other code is reading the stream now. It may have finished when the stream is returned again.
      replacements.delete(stream);
      measurement.end(false, stream);
      throw error;
    }
    // `closed` resolves when the last chunk leaves the stream, before that chunk arrives here.
    reader.closed
      .then(() => pulled)
      .then(
        () => end(false, undefined),
        (error) => end(true, error),
      );
    return reader;
  }
  const source: UnderlyingSource = {
    pull(controller) {
      pulled = (reader ?? lock(controller)).read().then(({ done, value }) => {
        if (!done) controller.enqueue(value);
      });
      return pulled;
    },
    cancel(reason) {
      isCancelled = true;
      measurement.end(false, undefined);
      return (reader ?? stream).cancel(reason);
    },
  };
  return new (webStreams().ReadableStream)({ ...source, ...bytes }, { highWaterMark: 0 });
}

/**
 * Loads the built-in streams late, because they cost more than all of Narthex. The global may be missing or a polyfill.
 */
const webStreams = () => builtIn("node:stream/web");

/**
 * Whether a stream can be replaced: whether it is a built-in stream, not of a subclass, and has no properties of other
 * code.
 */
function isPlainWebStream(stream: ReadableStream): boolean {
  const { prototype } = webStreams().ReadableStream;
  // Node.js stores its own state under symbols that the prototype does not have.
  const isForeign = (key: string | symbol) => typeof key === "string" || key in prototype;
  return Object.getPrototypeOf(stream) === prototype && !Reflect.ownKeys(stream).some(isForeign);
}

function isByteStream(stream: ReadableStream): boolean {
  try {
    stream.getReader({ mode: "byob" }).releaseLock();
    return true;
  } catch {
    return false;
  }
}
