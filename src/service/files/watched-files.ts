import type { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { systemClock } from "../../globals/clock.js";
import { asError } from "../../platform/errors.js";
import { readRegularFile, type Stamp, stampOf } from "./read-file.js";

/** The result of reading files that have changed, and the error if the new contents cannot be used. */
export type ReloadOutcome = ["success"] | ["failure", Error];

/** Options for {@link WatchedFiles.open}. */
export interface WatchedFilesOptions<T> {
  /** Paths of the files. */
  readonly paths: readonly string[];
  /** Returns the beginning of the message if a file cannot be read (default: the path). */
  readonly describe?: ((path: string) => string) | undefined;
  /**
   * Returns the value that is made from the files.
   *
   * @param contents - the contents, in the order of the paths
   * @throws if the contents are invalid
   */
  readonly load: (contents: readonly Buffer[]) => T | Promise<T>;
  /**
   * Called once for each change of the contents.
   *
   * @param result - whether the new contents are in use
   * @param error - the reason if they are not
   */
  readonly onReload: (...outcome: ReloadOutcome) => void;
}

/**
 * Age, in milliseconds, up to which the stamp of a file proves nothing: another change within one tick of the clock of
 * the file system leaves the same stamp. Some file systems have ticks of two seconds.
 */
const RECENT_MS = 2000;

/** Attempts to read files that change while they are read. */
const MAX_ATTEMPTS = 3;

/**
 * Files that are read again when they have changed. They are checked on demand, by their stat: events of file systems
 * are missing for the symbolic links of Kubernetes and for network file systems.
 */
export class WatchedFiles<T> {
  readonly #options: WatchedFilesOptions<T>;
  #current: T | undefined;
  /** The stamp that the files had before they were last read. */
  #stamp = "";
  /** Whether the files were changed so recently that the stamp may miss a change. */
  #isRecent = false;
  /** The result of the last attempt to read: a digest of the contents, or the message of the error. */
  #seen = "";
  #running: Promise<T> | undefined;
  #next: Promise<T> | undefined;

  private constructor(options: WatchedFilesOptions<T>) {
    this.#options = options;
  }

  /**
   * Reads files for the first time.
   *
   * @param options - the paths, and functions to call
   * @throws {Error} if a file cannot be read
   * @throws the error of `load`
   */
  static async open<T>(options: WatchedFilesOptions<T>): Promise<WatchedFiles<T>> {
    const files = new WatchedFiles(options);
    const contents = await files.#read();
    files.#seen = digestOf(contents);
    files.#current = await options.load(contents);
    return files;
  }

  /** The value of the last contents that were valid. */
  get current(): T {
    return this.#current as T;
  }

  /**
   * Reads the files again if they have changed since they were last read. Invalid contents keep the old value.
   * Concurrent calls share the work, but each call sees every change that was made before it.
   *
   * @returns the current value; the promise never rejects
   */
  refresh(): Promise<T> {
    // A call can join a check that has not begun. The following microtask begins it, or the end of the running check.
    if (this.#next === undefined) {
      const next = Promise.resolve(this.#running).then(() => {
        this.#running = next;
        this.#next = undefined;
        return this.#check();
      });
      this.#next = next;
    }
    return this.#next;
  }

  async #check(): Promise<T> {
    if (this.#isRecent || textOf(await this.#stamps()) !== this.#stamp) {
      try {
        if (await this.#reload()) this.#options.onReload("success");
      } catch (error) {
        this.#options.onReload("failure", asError(error));
      }
    }
    return this.current;
  }

  /**
   * Replaces the value if the contents have changed.
   *
   * @returns whether it was replaced
   * @throws if the contents have changed and are invalid, or if the files can no longer be read
   */
  async #reload(): Promise<boolean> {
    let contents: readonly Buffer[] | undefined;
    let failure: unknown;
    try {
      contents = await this.#read();
    } catch (error) {
      failure = error;
    }
    const seen = contents === undefined ? asError(failure).message : digestOf(contents);
    if (seen === this.#seen) return false;
    this.#seen = seen;
    if (contents === undefined) throw failure;
    this.#current = await this.#options.load(contents);
    return true;
  }

  /** Reads the files, again if they change meanwhile: a key must not be paired with the certificate of another one. */
  async #read(): Promise<readonly Buffer[]> {
    const { paths, describe = String } = this.#options;
    let stamps = await this.#stamps();
    for (let attempt = 1; ; attempt++) {
      this.#stamp = textOf(stamps);
      this.#isRecent = stamps.some(({ changedMs }) => Math.abs(systemClock.now() - changedMs) < RECENT_MS);
      const contents = await inOrder(paths.map((path) => readRegularFile(path, describe(path))));
      stamps = await this.#stamps();
      if (textOf(stamps) === this.#stamp || attempt === MAX_ATTEMPTS) return contents;
    }
  }

  #stamps(): Promise<readonly Stamp[]> {
    return Promise.all(this.#options.paths.map(stampOf));
  }
}

/**
 * Waits for all promises, and throws the first rejection in their order. If several files are missing, each attempt then
 * fails with the same error, which is reported once.
 */
async function inOrder<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  const values: T[] = [];
  for (const promise of promises) values.push(await promise);
  return values;
}

function textOf(stamps: readonly Stamp[]): string {
  return stamps.map(({ text }) => text).join("\n");
}

/** A digest, because the contents may have secrets that should not stay in memory. */
function digestOf(contents: readonly Buffer[]): string {
  return contents.map((content) => createHash("sha256").update(content).digest("base64")).join(" ");
}
