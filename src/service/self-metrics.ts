import { Counter } from "../collectors/counter.js";
import { type ExpositionFormatName, expositionFormats } from "../exposition/negotiation/format.js";
import type { Gatherer, GatherFailure } from "../model/collector.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import { dispose } from "../platform/dispose.js";
import { disposableFamilies } from "../registry/gathering/disposable-families.js";
import { Registry } from "../registry/registry.js";
import { optionsInside, scopedFamily } from "../registry/scope.js";
import { ServiceLog } from "./log/service-log.js";

/**
 * The cause of a failure in a scrape. A single collector fails with one of the registry's causes. The whole scrape
 * fails with `gather` (gathering failed), `encoding` (writing failed) or `aborted` (the client disconnected or stopped
 * reading).
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

/** Why a guard refused a request. */
export type GuardRefusal = (typeof guardRefusals)[number];

/**
 * The reasons of {@link GuardRefusal}: no valid credentials, too many requests, too many passwords to check at the same
 * time, and a failure of the guard.
 */
export const guardRefusals = ["unauthorized", "rate_limit", "busy", "guard_failed"] as const;

/**
 * Why the service refused a request before it reached a page: the guard, or a limit (`malformed`, `headers_too_large`,
 * `url_too_long`, `body`, `timeout`).
 */
export type Refusal = GuardRefusal | "malformed" | "headers_too_large" | "url_too_long" | "body" | "timeout";

/**
 * Why the service closed a connection: there were too many (`limit`), the TLS handshake failed (`handshake`), it was
 * idle for too long (`idle`), it had sent the last request that it may send (`requests`), or the client did not read its
 * response in time (`slow_reader`).
 */
export type Closure = "limit" | "handshake" | "idle" | "requests" | "slow_reader";

const refusals: readonly Refusal[] = [
  ...guardRefusals,
  "malformed",
  "headers_too_large",
  "url_too_long",
  "body",
  "timeout",
];
const closures: readonly Closure[] = ["limit", "handshake", "idle", "requests", "slow_reader"];

/**
 * The metrics of the service itself. They are added to the gathered families and not registered in the user's registry,
 * so that they work with any gatherer, and a registry contains only what its owner registered.
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
  readonly #refused = new Counter({
    name: "narthex_service_refused_requests_total",
    help: "Requests that were refused before they reached a page, by reason.",
    labelNames: ["reason"],
    registry: this.#registry,
  });
  readonly #closed = new Counter({
    name: "narthex_service_closed_connections_total",
    help: "Connections that the service closed, by reason.",
    labelNames: ["reason"],
    registry: this.#registry,
  });
  readonly #reloads = new Counter({
    name: "narthex_service_reloads_total",
    help: "Files that were read again because they had changed, by file and result.",
    labelNames: ["file", "result"],
    registry: this.#registry,
  });

  /** The log of the service, to which what is counted is written. */
  readonly log: ServiceLog;

  /** @param log - the log of the service, if it has one */
  constructor(log: ServiceLog = new ServiceLog()) {
    this.log = log;
    for (const format of expositionFormats) this.#scrapes.labels({ format, code: "200" });
    for (const cause of causes) this.#errors.labels({ cause });
    for (const reason of refusals) this.#refused.labels({ reason });
    for (const reason of closures) this.#closed.labels({ reason });
  }

  /** Counts a response. */
  countScrape(format: ExpositionFormatName, code: number): void {
    this.#scrapes.inc({ format, code: String(code) });
    if (code === 503) this.log.warn("refused a scrape: the limit of concurrent scrapes is reached");
  }

  /** Counts a failure. */
  countError(cause: ScrapeFailure): void {
    this.#errors.inc({ cause });
  }

  /** Counts a request that was refused before it reached a page. */
  countRefusal(reason: Refusal): void {
    this.#refused.inc({ reason });
    this.log.warn(`refused a request (reason: ${reason})`);
  }

  /** Counts a connection that the service closed. */
  countClosure(reason: Closure): void {
    this.#closed.inc({ reason });
    // The others are the usual end of a connection.
    if (reason !== "idle" && reason !== "requests") this.log.warn(`closed a connection (reason: ${reason})`);
  }

  /** Shows a file in the metrics before it is read again, so that an alert can compare with 0. */
  expectReloads(file: string): void {
    for (const result of ["success", "failure"]) this.#reloads.labels({ file, result });
  }

  /**
   * Counts a file that was read again because it had changed.
   *
   * @param file - what the file is for, for example `certificate`
   * @param result - whether the new content is in use
   */
  countReload(file: string, result: "success" | "failure"): void {
    this.#reloads.inc({ file, result });
    if (result === "success") this.log.info(`read the changed files again (${file})`);
    else this.log.warn(`could not use the changed files (${file}); the old ones stay in use`);
  }

  /**
   * Returns a gatherer that adds these metrics to those of another, with its prefix and constant labels. Failures of
   * collectors are counted when the gathered families are disposed, because values are read when they are written: the
   * exposition that lacks a collector does not count its failure yet.
   */
  addTo(gatherer: Gatherer): Gatherer {
    return {
      gather: async (options = {}) => {
        const failures: GatherFailure[] = [];
        const onFailure = (cause: GatherFailure): void => void failures.push(cause);
        const gathered = await gatherer.gather({ ...options, onFailure });
        const own = await this.#registry.gather(optionsInside(gatherer, options));
        const families = [...gathered];
        for (const family of own) insertByName(families, scopedFamily(gatherer, family));
        return disposableFamilies(families, () => {
          gathered[dispose]();
          own[dispose]();
          for (const cause of failures) this.countError(cause);
        });
      },
    };
  }
}

/**
 * Inserts a family into a sorted list. Sorting thousands of families again would block the event loop for longer than a
 * slice.
 */
function insertByName(families: MetricFamily[], family: MetricFamily): void {
  let [from, to] = [0, families.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((families[middle] as MetricFamily).name <= family.name) from = middle + 1;
    else to = middle;
  }
  families.splice(from, 0, family);
}
