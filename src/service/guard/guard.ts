import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from "node:http";
import { asError } from "../../platform/errors.js";
import { ServiceLog } from "../log/service-log.js";
import { reportIfAnswered } from "../responses/already-answered.js";
import { sendText } from "../responses/respond.js";
import type { GuardRefusal } from "../self-metrics.js";
import { parseAuthorization } from "./authorization.js";
import { BoundedSet } from "./bounded-set.js";
import { keyedDigestText } from "./keyed-digest.js";
import { type PasswordChecks, type PasswordResult, sharedPasswordChecks } from "./password-checks.js";
import type { GuardSettings } from "./settings.js";
import { TokenBucket } from "./token-bucket.js";

/** Counts the requests that a guard refused. */
export interface RefusalCounter {
  /** Counts a request that was refused. */
  countRefusal(reason: GuardRefusal): void;
  /** The log of the service, if the guard belongs to one. */
  readonly log?: ServiceLog;
}

/** A response that refuses a request. */
interface Refused {
  readonly reason: GuardRefusal;
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
}

/** The decision about a request: `undefined` admits it. */
type Decision = Refused | undefined;

/** Largest number of headers that are remembered. */
const MAX_ADMITTED = 1000;

/** Time after which a client may ask again if a password could not be checked, in seconds. */
const RETRY_SECONDS = 5;

const busy: Refused = { reason: "busy", status: 503, headers: { "Retry-After": RETRY_SECONDS } };
const failed: Refused = { reason: "guard_failed", status: 503, headers: { "Retry-After": RETRY_SECONDS } };

/**
 * Admits requests or refuses them. The order is that of Prometheus' exporters: the rate limit (429), the headers, the
 * credentials (401), and then the handler. A guard that fails refuses the request (503).
 */
export class Guard {
  readonly #settings: () => GuardSettings | Promise<GuardSettings>;
  readonly #counter: RefusalCounter;
  readonly #checks: PasswordChecks;
  readonly #log: ServiceLog;
  #bucket: TokenBucket | undefined;
  /** The digests of the headers that the settings in `#admittedBy` have admitted. */
  #admitted = new BoundedSet(MAX_ADMITTED);
  #admittedBy: GuardSettings | undefined;

  /**
   * @param settings - returns the current settings; it is called for every request
   * @param counter - counts refused requests
   * @param checks - checks passwords; by default all guards share one, and with it a thread
   */
  constructor(
    settings: () => GuardSettings | Promise<GuardSettings>,
    counter: RefusalCounter,
    checks: PasswordChecks = sharedPasswordChecks(),
  ) {
    this.#settings = settings;
    this.#counter = counter;
    this.#checks = checks;
    this.#log = counter.log ?? new ServiceLog();
  }

  /**
   * Calls `next`, or responds to the request itself. `next` is called before the function returns, unless a password has
   * to be checked or the settings are a promise.
   */
  admit(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    let decision: Decision | Promise<Decision>;
    try {
      const settings = this.#settings();
      decision =
        "then" in settings
          ? settings.then(
              (current) => this.#decide(current, request, response),
              // The error is the same one until the reason changes, and each is reported once.
              (error: unknown) => this.#fail(error, asError(error)),
            )
          : this.#decide(settings, request, response);
    } catch (error) {
      decision = this.#fail(error);
    }
    if (decision === undefined || !("then" in decision)) {
      this.#conclude(decision, response, next);
      return;
    }
    const { url } = request;
    const later = (current: Decision): void => {
      // A framework that strips a prefix from the URL may restore it when its handler has returned.
      if (request.url !== url) request.url = url;
      this.#conclude(current, response, next);
    };
    decision.then(later, (error: unknown) => later(this.#fail(error)));
  }

  #decide(settings: GuardSettings, request: IncomingMessage, response: ServerResponse): Decision | Promise<Decision> {
    const seconds = this.#takeToken(settings);
    if (seconds > 0) return { reason: "rate_limit", status: 429, headers: { "Retry-After": Math.ceil(seconds) } };
    if (reportIfAnswered(this, response, this.#log)) return failed;
    for (const [name, value] of settings.headers) response.setHeader(name, value);
    return settings.challenges.length === 0 ? undefined : this.#authenticate(settings, request, response);
  }

  #takeToken({ rateLimit }: GuardSettings): number {
    if (rateLimit === undefined) return 0;
    // A limit that is the same after a change of other settings keeps its tokens.
    if (!this.#bucket?.isOf(rateLimit)) this.#bucket = new TokenBucket(rateLimit);
    return this.#bucket.take();
  }

  /**
   * Admits a header that the same settings have admitted before for the price of a digest: between two scrapes the caches
   * of the processor are cold, and everything else that reads the header takes several times as long.
   */
  #authenticate(
    settings: GuardSettings,
    request: IncomingMessage,
    response: ServerResponse,
  ): Decision | Promise<Decision> {
    const { authorization } = request.headers;
    if (authorization === undefined) return unauthorizedBy(settings);
    if (this.#admittedBy !== settings) {
      this.#admittedBy = settings;
      this.#admitted = new BoundedSet(MAX_ADMITTED);
    }
    const admitted = this.#admitted;
    const key = keyedDigestText(authorization);
    if (admitted.has(key)) return undefined;
    const remember = (decision: Decision): Decision => {
      if (decision === undefined) admitted.add(key);
      return decision;
    };
    const decision = this.#check(settings, request, response);
    return decision !== undefined && "then" in decision ? decision.then(remember) : remember(decision);
  }

  /** The response is the same for a missing or malformed header, an unknown user and a wrong password. */
  #check(settings: GuardSettings, request: IncomingMessage, response: ServerResponse): Decision | Promise<Decision> {
    const credentials = parseAuthorization(request.headers.authorization);
    if (credentials === undefined) return unauthorizedBy(settings);
    if (credentials.scheme === "bearer")
      return settings.hasToken(credentials.token) ? undefined : unauthorizedBy(settings);
    const { user, password } = credentials;
    const expected = settings.hashFor(user);
    if (expected === undefined) return unauthorizedBy(settings);
    const { hash, isOfUser } = expected;
    const result = this.#checks.check({
      user,
      password,
      hash,
      origin: request.socket?.remoteAddress ?? "",
      isWanted: () => !isClosed(response),
    });
    const decisionFor = (current: PasswordResult): Decision => {
      if (current === "busy") return busy;
      return current === "right" && isOfUser ? undefined : unauthorizedBy(settings);
    };
    return typeof result === "string" ? decisionFor(result) : result.then(decisionFor);
  }

  #fail(error: unknown, subject: object = this): Refused {
    this.#log.report(subject, error, { source: "service", code: "NARTHEX_GUARD_FAILED" });
    return failed;
  }

  #conclude(decision: Decision, response: ServerResponse, next: () => void): void {
    if (decision !== undefined) {
      this.#counter.countRefusal(decision.reason);
      if (!response.headersSent) refuse(decision, response);
    } else if (!isClosed(response)) next();
  }
}

function unauthorizedBy({ challenges }: GuardSettings): Refused {
  return { reason: "unauthorized", status: 401, headers: { "WWW-Authenticate": [...challenges] } };
}

function refuse({ status, headers }: Refused, response: ServerResponse): void {
  sendText(response, status, `${STATUS_CODES[status]}\n`, headers);
}

/** Whether a response, of HTTP/1 or HTTP/2, has been destroyed, as when the client disconnects. */
function isClosed(response: ServerResponse & { readonly stream?: { readonly destroyed: boolean } }): boolean {
  return response.destroyed || response.stream?.destroyed === true;
}
