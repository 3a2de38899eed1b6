import type { Gathered, Gatherer } from "../../model/collector.js";
import { abortController } from "../../platform/abort.js";
import { dispose } from "../../platform/dispose.js";
import { clearTimeout, nextTurn, setTimeout } from "../../platform/timers.js";
import { ActiveResponses } from "./active-responses.js";
import { BodyBufferPool } from "./body-buffer.js";
import type { BodyOptions } from "./shared-body.js";
import { SharedScrape } from "./shared-scrape.js";

/** How much longer than its collectors a gather may take before it counts as hanging. */
const LATE_MS = 1000;

/**
 * Lets scrapes that wait at the same time for the same names share one gather, whatever their formats: collectors are asked
 * once. A gather begins when the last bodies are written and the requests that arrived meanwhile are read, and a scrape that
 * comes when it has ended begins another. What is written of it is read after that, so no value of a live collector is older than its scrape's wait.
 */
export class SharedGather {
  readonly #gatherer: Gatherer;
  readonly #options: BodyOptions;
  readonly #running = new Map<string, SharedScrape>();

  /**
   * @param gatherer - what is scraped
   * @param createdSamples - whether OpenMetrics shows when series began
   */
  constructor(gatherer: Gatherer, createdSamples: boolean) {
    this.#gatherer = gatherer;
    this.#options = { createdSamples, buffers: new BodyBufferPool(), responses: new ActiveResponses() };
  }

  /**
   * Joins the running gather of the same names and timeout, or begins one where none runs or its deadline is over. It rejects
   * with what the gatherer rejects with, or with an Error when it goes on after its deadline.
   *
   * @param names - the families to show; all when absent
   * @param timeoutMs - how long collectors may take, in milliseconds
   * @returns what the scrape shares with others, to be released in the end
   */
  join(names: ReadonlySet<string> | undefined, timeoutMs: number): SharedScrape {
    // Scrapers of different patience do not share: the hasty one's deadline would rob the other of collectors.
    const key = `${timeoutMs} ${names === undefined ? "" : JSON.stringify([...names].sort())}`;
    const running = this.#running.get(key) ?? this.#begin(key, names, timeoutMs);
    running.hold();
    return running;
  }

  #begin(key: string, names: ReadonlySet<string> | undefined, timeoutMs: number): SharedScrape {
    const end = (): void => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    };
    const gathered = this.#gatherNext(names, timeoutMs, end);
    gathered.then(end, end);
    const running = new SharedScrape(gathered, this.#options);
    this.#running.set(key, running);
    return running;
  }

  async #gatherNext(
    names: ReadonlySet<string> | undefined,
    timeoutMs: number,
    onDeadline: () => void,
  ): Promise<Gathered> {
    await this.#options.responses.idle();
    await nextMacrotask();
    return inTime((deadline) => this.#gatherer.gather({ ...(names && { names }), deadline }), timeoutMs, onDeadline);
  }
}

/** Families with what is to be done when they are no longer needed. */
export function disposable(families: Gathered[number][], end: () => void): Gathered {
  return Object.assign(families, { [dispose]: end });
}

/** Node.js reads all connections that have something before it runs what was put off with `setImmediate`. */
function nextMacrotask(): Promise<void> {
  return nextTurn();
}

/** Ends a gather that ignores its deadline, so that no scrape waits for it without end. */
function inTime(
  gather: (deadline: AbortSignal) => Promise<Gathered>,
  timeoutMs: number,
  onDeadline: () => void,
): Promise<Gathered> {
  const deadline = abortController();
  return new Promise((resolve, reject) => {
    let isLate = false;
    const expire = (): void => {
      onDeadline();
      deadline.abort();
      timer = setTimeout(() => {
        isLate = true;
        reject(new Error(`gathering did not end within ${timeoutMs + LATE_MS} ms`));
      }, LATE_MS).unref();
    };
    let timer = setTimeout(expire, timeoutMs).unref();
    const settle = async (): Promise<void> => {
      try {
        const gathered = await gather(deadline.signal);
        if (isLate) gathered[dispose]();
        resolve(gathered);
      } catch (error) {
        reject(error);
      } finally {
        clearTimeout(timer);
      }
    };
    void settle();
  });
}
