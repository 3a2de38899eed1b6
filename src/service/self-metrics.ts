import { Counter } from "../collectors/counter.js";
import { type ExpositionFormatName, expositionFormats } from "../exposition/negotiation/format.js";
import type { Gatherer, GatherFailure } from "../model/collector.js";
import type { MetricFamily } from "../model/metric-family.js";
import { dispose } from "../platform/dispose.js";
import { Registry } from "../registry/registry.js";
import { optionsInside, scopedFamily } from "../registry/scope.js";
import { disposable } from "./scrape/shared-gather.js";

/**
 * What went wrong in a scrape. Of one collector: what the registry says. Of the scrape as a whole: `gather` (gathering
 * failed), `encoding` (writing failed), `aborted` (the client went away, or stopped reading).
 */
export type ScrapeFailure = GatherFailure | "gather" | "encoding" | "aborted";

const causes: readonly ScrapeFailure[] = [
  "collector",
  "deadline",
  "duplicate",
  "invalid",
  "gather",
  "encoding",
  "aborted",
];

/**
 * What the service tells of itself. It is added to what is scraped and not registered there, so that anything that can be
 * gathered has it and registries hold only what their owners put in.
 */
export class SelfMetrics {
  readonly #registry = new Registry();
  readonly #scrapes = new Counter({
    name: "narthex_scrapes_total",
    help: "Scrapes that were answered, by exposition format and HTTP status code.",
    labelNames: ["format", "code"],
    registry: this.#registry,
  });
  readonly #errors = new Counter({
    name: "narthex_scrape_errors_total",
    help: "What went wrong in scrapes, by cause.",
    labelNames: ["cause"],
    registry: this.#registry,
  });

  constructor() {
    for (const format of expositionFormats) this.#scrapes.labels({ format, code: "200" });
    for (const cause of causes) this.#errors.labels({ cause });
  }

  /** Counts an answer. */
  countScrape(format: ExpositionFormatName, code: number): void {
    this.#scrapes.inc({ format, code: String(code) });
  }

  /** Counts what went wrong. */
  countError(cause: ScrapeFailure): void {
    this.#errors.inc({ cause });
  }

  /**
   * A gatherer that adds these metrics to those of another, under its prefix and constant labels. Values are read when they are written, so failures are counted
   * only when what was gathered is disposed: the exposition that lacks a collector does not count it yet.
   */
  addedTo(gatherer: Gatherer): Gatherer {
    return {
      gather: async (options = {}) => {
        const failures: GatherFailure[] = [];
        const onFailure = (cause: GatherFailure): void => void failures.push(cause);
        const gathered = await gatherer.gather({ ...options, onFailure });
        const own = await this.#registry.gather(optionsInside(gatherer, options));
        const families = [...gathered];
        for (const family of own) insertByName(families, scopedFamily(gatherer, family));
        return disposable(families, () => {
          gathered[dispose]();
          own[dispose]();
          for (const cause of failures) this.countError(cause);
        });
      },
    };
  }
}

/** Keeps what is sorted sorted. To sort thousands of families anew would keep the event loop for longer than a slice. */
function insertByName(families: MetricFamily[], family: MetricFamily): void {
  let [from, to] = [0, families.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((families[middle] as MetricFamily).name <= family.name) from = middle + 1;
    else to = middle;
  }
  families.splice(from, 0, family);
}
