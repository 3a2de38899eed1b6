import type { ServerResponse } from "node:http";
import { clearTimeout, delayOf, setTimeout } from "../../platform/timers.js";
import { isConnected } from "../responses/response-kind.js";

/**
 * The time in which a client must read its response. The time is that of the whole response: a limit for pauses would not
 * end a client that reads a byte now and then.
 */
export class SendDeadline {
  readonly #delay: number;
  readonly #onSlowReader: () => void;
  readonly #started = new WeakSet<ServerResponse>();
  /** One listener for all responses: a function for each would cost more than everything else here. */
  readonly #startIfUnsent: (this: ServerResponse) => void;

  /**
   * @param seconds - the time
   * @param onSlowReader - called for each client that is disconnected
   */
  constructor(seconds: number, onSlowReader: () => void) {
    this.#delay = delayOf(seconds);
    this.#onSlowReader = onSlowReader;
    const start = (response: ServerResponse): void => this.start(response);
    this.#startIfUnsent = function () {
      if (!this.writableFinished) start(this);
    };
  }

  /**
   * Disconnects the client if it has not read the response in time. The time begins when the earlier responses on the
   * connection have been sent. Only a connection can be slow: other responses may have no events, or never close.
   */
  start(response: ServerResponse): void {
    if (!isConnected(response) || this.#started.has(response)) return;
    if (response.socket === null) {
      response.once("socket", () => this.start(response));
      return;
    }
    this.#started.add(response);
    const timer = setTimeout(() => {
      this.#onSlowReader();
      response.destroy();
    }, this.#delay).unref();
    response.once("close", () => clearTimeout(timer));
  }

  /** Calls {@link start} when a response is complete but cannot be sent immediately. */
  watch(response: ServerResponse): void {
    response.on("prefinish", this.#startIfUnsent);
  }
}
