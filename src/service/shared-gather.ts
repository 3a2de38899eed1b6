import type { Gathered, Gatherer } from "../model/collector.js";

/** What one scrape wants to have gathered. */
export interface GatherRequest {
  /** The families to show; all when absent. */
  readonly names: ReadonlySet<string> | undefined;
  /** How long collectors may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Aborts when the scrape no longer waits. */
  readonly signal: AbortSignal;
}

/** A gather that has not ended. */
interface Running {
  readonly gathered: Promise<Gathered>;
  /** How many scrapes wait for it or hold what it gave. */
  holders: number;
}

/** How much longer than its collectors a gather may take before it counts as hanging. */
const LATE_MS = 1000;

/**
 * Lets scrapes that wait at the same time for the same names share one gather, whatever their formats: collectors are asked
 * once. A scrape that comes when the gather has ended begins another, so that no value is older than its scrape's wait.
 */
export class SharedGather {
  readonly #gatherer: Gatherer;
  readonly #running = new Map<string, Running>();

  /** @param gatherer - what is scraped */
  constructor(gatherer: Gatherer) {
    this.#gatherer = gatherer;
  }

  /**
   * Joins the running gather of the same names and timeout, or begins one. The slots of removed series stay reserved until
   * the last scrape has disposed what it got.
   *
   * @throws the signal's reason once it aborts; what the gatherer rejects with; Error when it goes on after its deadline
   */
  async gather(request: GatherRequest): Promise<Gathered> {
    // Scrapers of different patience do not share: the hasty one's deadline would rob the other of collectors.
    const key = `${request.timeoutMs} ${request.names === undefined ? "" : JSON.stringify([...request.names].sort())}`;
    const running = this.#running.get(key) ?? this.#begin(key, request);
    running.holders++;
    let held = true;
    const release = (): void => {
      if (held && --running.holders === 0) void running.gathered.then(dispose, () => {});
      held = false;
    };
    try {
      const gathered = await unlessAborted(running.gathered, request.signal);
      return disposable([...gathered], release);
    } catch (error) {
      release();
      throw error;
    }
  }

  #begin(key: string, { names, timeoutMs }: GatherRequest): Running {
    const gathered = inTime((deadline) => this.#gatherer.gather({ ...(names && { names }), deadline }), timeoutMs);
    const running: Running = { gathered, holders: 0 };
    this.#running.set(key, running);
    const end = (): void => void this.#running.delete(key);
    gathered.then(end, end);
    return running;
  }
}

/** Families with what is to be done when they are no longer needed. */
export function disposable(families: Gathered[number][], dispose: () => void): Gathered {
  return Object.assign(families, { [Symbol.dispose]: dispose });
}

function dispose(gathered: Gathered): void {
  gathered[Symbol.dispose]();
}

/** Ends a gather that does not heed its deadline, so that nobody waits, or joins it, for ever. */
function inTime(gather: (deadline: AbortSignal) => Promise<Gathered>, timeoutMs: number): Promise<Gathered> {
  const deadline = new AbortController();
  return new Promise((resolve, reject) => {
    let isLate = false;
    const expire = (): void => {
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
        if (isLate) dispose(gathered);
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

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
