import type { Negotiated } from "../../exposition/negotiation/negotiate.js";
import type { Gathered } from "../../model/collector.js";
import { dispose } from "../../platform/dispose.js";
import { type BodyOptions, SharedBody } from "./shared-body.js";

/** The gather that concurrent scrapes share, with one body for each format and escaping scheme. */
export class SharedScrape {
  /** The gathered families. */
  readonly gathered: Promise<Gathered>;
  readonly #bodies = new Map<string, SharedBody>();
  readonly #options: BodyOptions;
  #scrapes = 0;
  #isDisposed = false;

  /**
   * @param gathered - the families; they are disposed after the last scrape has called `release`
   * @param options - the options of the bodies
   */
  constructor(gathered: Promise<Gathered>, options: BodyOptions) {
    this.gathered = gathered;
    this.#options = options;
  }

  /** Adds a scrape. */
  retain(): void {
    this.#scrapes++;
  }

  /**
   * Removes a scrape that has written its response or has failed. The slots of removed series stay reserved until the
   * last one.
   */
  release(): void {
    if (--this.#scrapes > 0) return;
    for (const body of this.#bodies.values()) body.release();
    void this.gathered.then(
      (gathered) => {
        // Another scrape may have joined since, if the gather was still running.
        if (this.#scrapes > 0 || this.#isDisposed) return;
        this.#isDisposed = true;
        gathered[dispose]();
      },
      () => {},
    );
  }

  /**
   * Returns the body in a format. The first call creates it.
   *
   * @param gathered - the value of `this.gathered`
   * @param negotiated - the format and the escaping scheme
   */
  body(gathered: Gathered, negotiated: Negotiated): SharedBody {
    const key = `${negotiated.format} ${negotiated.escaping}`;
    const existing = this.#bodies.get(key);
    if (existing !== undefined) return existing;
    const body = new SharedBody(gathered, negotiated, this.#options);
    this.#bodies.set(key, body);
    return body;
  }
}
