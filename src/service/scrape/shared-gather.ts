import type { Gathered, Gatherer } from "../../model/collector.js";
import { withCode } from "../../model/errors/coded-error.js";
import { abortController } from "../../platform/abort.js";
import { dispose } from "../../platform/dispose.js";
import { clearTimeout, delayOf, nextTurn, setTimeout } from "../../platform/timers.js";
import type { SendDeadline } from "../limits/send-deadline.js";
import { ActiveResponses } from "./active-responses.js";
import { BodyBufferPool } from "./body-buffer.js";
import type { BodyOptions } from "./shared-body.js";
import { SharedScrape } from "./shared-scrape.js";

/** The time after the deadline of its collectors at which a gather is abandoned. */
const GRACE_SECONDS = 1;

/**
 * Lets concurrent scrapes of the same names share one gather, whatever their formats, so that each collector is called
 * once.
 *
 * A gather begins after the active responses have been written and the requests that arrived in that time have been
 * read. A scrape that arrives after the gather has ended begins another one. The values of live collectors are read
 * when they are written, so a value is never older than the time that its scrape waited.
 */
export class SharedGather {
  readonly #gatherer: Gatherer;
  readonly #options: BodyOptions;
  readonly #running = new Map<string, SharedScrape>();

  /**
   * @param gatherer - the gatherer to scrape
   * @param createdSamples - whether OpenMetrics includes `_created` samples
   * @param deadline - the time for clients to read a body
   */
  constructor(gatherer: Gatherer, createdSamples: boolean, deadline: SendDeadline) {
    this.#gatherer = gatherer;
    this.#options = { createdSamples, buffers: new BodyBufferPool(), responses: new ActiveResponses(), deadline };
  }

  /**
   * Joins the running gather with the same names and timeout. Begins one if there is none, or if its deadline has
   * passed. The gather rejects with the error of the gatherer, or with an Error if the gatherer ignores its deadline.
   *
   * @param names - the families to show (default: all)
   * @param timeoutSeconds - how long collectors may take
   * @returns the shared scrape, which the caller must release
   */
  join(names: ReadonlySet<string> | undefined, timeoutSeconds: number): SharedScrape {
    // Scrapes with different timeouts do not share, or the shorter deadline would drop collectors from both.
    const key = `${timeoutSeconds} ${names === undefined ? "" : JSON.stringify([...names].sort())}`;
    const running = this.#running.get(key) ?? this.#begin(key, names, timeoutSeconds);
    running.retain();
    return running;
  }

  #begin(key: string, names: ReadonlySet<string> | undefined, timeoutSeconds: number): SharedScrape {
    const end = (): void => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    };
    const gathered = this.#gatherNext(names, timeoutSeconds, end);
    gathered.then(end, end);
    const running = new SharedScrape(gathered, this.#options);
    this.#running.set(key, running);
    return running;
  }

  async #gatherNext(
    names: ReadonlySet<string> | undefined,
    timeoutSeconds: number,
    onDeadline: () => void,
  ): Promise<Gathered> {
    await this.#options.responses.idle();
    await nextMacrotask();
    return withDeadline(
      (deadline) => this.#gatherer.gather({ ...(names && { names }), deadline }),
      timeoutSeconds,
      onDeadline,
    );
  }
}

/** Resolves after Node.js has read all connections with pending data, which it does before it runs immediates. */
function nextMacrotask(): Promise<void> {
  return nextTurn();
}

/** Runs a gather. Rejects if it ignores its deadline, so that no scrape waits forever. */
function withDeadline(
  gather: (deadline: AbortSignal) => Promise<Gathered>,
  timeoutSeconds: number,
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
        reject(
          withCode(
            "NARTHEX_GATHER_TIMED_OUT",
            new Error(
              `The gather did not end within ${delayOf(timeoutSeconds + GRACE_SECONDS) / 1000} s. Make each collector end at its deadline.`,
            ),
          ),
        );
      }, delayOf(GRACE_SECONDS)).unref();
    };
    let timer = setTimeout(expire, delayOf(timeoutSeconds)).unref();
    const run = async (): Promise<void> => {
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
    void run();
  });
}
