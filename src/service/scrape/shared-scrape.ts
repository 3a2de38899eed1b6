import type { Negotiated } from "../../exposition/negotiation/negotiate.js";
import type { Gathered } from "../../model/collector.js";
import { dispose } from "../../platform/dispose.js";
import { type BodyOptions, SharedBody } from "./shared-body.js";

/** What scrapes that wait at the same time have in common: one gather, and one body for all that ask for the same. */
export class SharedScrape {
  /** The families. */
  readonly gathered: Promise<Gathered>;
  readonly #bodies = new Map<string, SharedBody>();
  readonly #options: BodyOptions;
  #holders = 0;

  /**
   * @param gathered - disposed when the last scrape has released what it shares
   * @param options - how bodies are written
   */
  constructor(gathered: Promise<Gathered>, options: BodyOptions) {
    this.gathered = gathered;
    this.#options = options;
  }

  /** Notes one scrape more. */
  hold(): void {
    this.#holders++;
  }

  /** Notes that a scrape has written what it sends, or has ended. The slots of removed series stay reserved until the last one. */
  release(): void {
    if (--this.#holders > 0) return;
    for (const body of this.#bodies.values()) body.release();
    void this.gathered.then(
      (gathered) => gathered[dispose](),
      () => {},
    );
  }

  /**
   * The body in one format. The first scrape that asks for it has it written.
   *
   * @param gathered - what `gathered` gave
   * @param negotiated - the format and the escaping scheme
   */
  body(gathered: Gathered, negotiated: Negotiated): SharedBody {
    const key = `${negotiated.format} ${negotiated.escaping}`;
    const held = this.#bodies.get(key);
    if (held !== undefined) return held;
    const body = new SharedBody(gathered, negotiated, this.#options);
    this.#bodies.set(key, body);
    return body;
  }
}
