import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
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
 * Whether a value is a readable stream of Node.js, or of a package that behaves like one.
 *
 * @internal
 */
export function isNodeStream(value: object): value is Readable {
  const { pipe, on, readable } = value as Partial<Readable>;
  return typeof pipe === "function" && typeof on === "function" && readable !== undefined;
}

/** The streams that are listened to. One set of listeners serves all calls that give a stream, as `on` and others give `this`. */
const watched = new WeakMap<Readable, Measurement>();

/**
 * Measures a stream until it has ended, failed, been destroyed or left early. Listens only, so that the stream does not begin to flow, and
 * an error to which nobody else listens is thrown as without.
 *
 * @returns the stream
 * @internal
 */
export function measureNodeStream(stream: Readable, run: Measurement): Readable {
  const first = watched.get(stream);
  if (stream.errored) run.end(!isAbort(stream.errored), stream.errored);
  else if (stream.readableEnded || stream.destroyed) run.end(false, undefined);
  else if (first) first.join(run);
  else listen(stream, run);
  return stream;
}

function listen(stream: Readable, run: Measurement): void {
  const { on, removeListener } = listening(stream);
  const end = (failed: boolean, error: unknown) => {
    watched.delete(stream);
    run.end(failed, error);
    try {
      withoutMeasuring(() => {
        for (const [event, listener] of listeners) removeListener.call(stream, event, listener);
      });
    } catch {
      // A listener that stays ends what has ended.
    }
  };
  const listeners = [
    [EventEmitter.errorMonitor, (error: Error) => end(!isAbort(error), error)],
    ["end", () => end(false, undefined)],
    ["close", () => end(false, undefined)],
  ] as const;
  watched.set(stream, run);
  try {
    for (const [event, listener] of listeners) on.call(stream, event, listener);
  } catch (error) {
    end(false, undefined);
    throw error;
  }
}

/**
 * How to listen to a stream. One of Node.js tells by its state what was before, so that the emitter's own methods do, and a class
 * that overrides them does not notice. To another, the events that were before may be told by its own.
 */
function listening(stream: Readable): Pick<EventEmitter, "on" | "removeListener"> {
  return stream instanceof Readable ? EventEmitter.prototype : stream;
}

/** What a stream fails with when its reader leaves the loop or gives the signal: no failure, as with a generator. */
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

/** A stream to read from in place of another, and the call that ends with it. */
interface StandIn {
  readonly stream: ReadableStream;
  readonly run: Measurement;
}

/** What was given for a stream. All calls that give the same stream give one to read from, as without. */
const standIns = new WeakMap<ReadableStream, StandIn>();

/**
 * Measures a web stream until it was read to its end, failed or was cancelled, by a stream that locks it and reads from it only
 * when it is read from itself. Until then, other holders of the first one can use it. A stream that is being read already, or
 * that cannot be replaced, is not measured further.
 *
 * @returns the stream to read from
 * @internal
 */
export function measureWebStream(stream: ReadableStream, run: Measurement): ReadableStream {
  const first = standIns.get(stream);
  if (first !== undefined) {
    if (first.run.ended) run.end(false, stream);
    else first.run.join(run);
    return first.stream;
  }
  if (stream.locked || !isPlainWebStream(stream)) {
    run.end(false, stream);
    return stream;
  }
  const standIn = readingFrom(stream, run);
  standIns.set(stream, { stream: standIn, run });
  return standIn;
}

function readingFrom(stream: ReadableStream, run: Measurement): ReadableStream {
  const bytes = isByteStream(stream) ? { type: "bytes" as never } : {};
  let reader: ReadableStreamDefaultReader | undefined;
  let isCancelled = false;
  let pulled: Promise<void> | undefined;
  function lock(controller: Parameters<NonNullable<UnderlyingSource["pull"]>>[0]): ReadableStreamDefaultReader {
    const end = (failed: boolean, error: unknown) => {
      run.end(failed, error);
      if (failed) return controller.error(error);
      if (isCancelled) return;
      controller.close();
      // A reader with a buffer of its own waits until that is given back.
      (controller as ReadableByteStreamController).byobRequest?.respond(0);
    };
    try {
      reader = stream.getReader();
    } catch (error) {
      // Somebody else reads it now, which may be over when it is given again.
      standIns.delete(stream);
      run.end(false, stream);
      throw error;
    }
    // A stream is closed as soon as its last chunk is given out, before that chunk arrives here.
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
      run.end(false, undefined);
      return (reader ?? stream).cancel(reason);
    },
  };
  return new (webStreams().ReadableStream)({ ...source, ...bytes }, { highWaterMark: 0 });
}

/** Loaded late, since it costs more than all of Narthex. There may be no global of that name, or that of a polyfill. */
const webStreams = () => builtIn("node:stream/web") as typeof import("node:stream/web");

/** Whether another stream can stand for it: it is one of Node.js, no subclass, and nobody gave it properties. */
function isPlainWebStream(stream: ReadableStream): boolean {
  const { prototype } = webStreams().ReadableStream;
  // What Node.js itself keeps there is under symbols that the prototype does not know.
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
