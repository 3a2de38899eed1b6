import type { Negotiated } from "../exposition/negotiate.js";
import type { Gathered } from "../model/collector.js";
import type { BodyMemories } from "./body-memory.js";
import { SharedBody } from "./shared-body.js";

/** What scrapes that wait at the same time have in common: one gather, and one body for all that ask for the same. */
export class SharedScrape {
  /** The families. */
  readonly gathered: Promise<Gathered>;
  readonly #bodies = new Map<string, SharedBody>();
  readonly #memories: BodyMemories;
  #holders = 0;

  /**
   * @param gathered - disposed when the last scrape has released what it shares
   * @param memories - for bodies
   */
  constructor(gathered: Promise<Gathered>, memories: BodyMemories) {
    this.gathered = gathered;
    this.#memories = memories;
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
      (gathered) => gathered[Symbol.dispose](),
      () => {},
    );
  }

  /**
   * The body in one format. The first scrape that asks for it has it written.
   *
   * @param gathered - what `gathered` gave
   * @param negotiated - the format and the escaping scheme
   * @param createdSamples - whether OpenMetrics shows when series began
   */
  body(gathered: Gathered, negotiated: Negotiated, createdSamples: boolean): SharedBody {
    const key = `${negotiated.format} ${negotiated.escaping}`;
    const held = this.#bodies.get(key);
    if (held !== undefined) return held;
    const body = new SharedBody(gathered, negotiated, createdSamples, this.#memories);
    this.#bodies.set(key, body);
    return body;
  }
}
