/** Thrown when a gateway cannot be reached or answers with anything but success. */
export class PushError extends Error {
  /** `"PushError"`. */
  override readonly name = "PushError";
  /** The HTTP method of the request. */
  readonly method: string;
  /** Where the request went, without user name and password. */
  readonly url: string;
  /** The status of the answer; absent when there was none. */
  readonly status: number | undefined;
  /** The gateway's own words, its first line. */
  readonly reason: string | undefined;

  /**
   * @param failure - what happened, for the message
   * @param request - the method, and the URL without password
   * @param options - status and reason where the gateway answered, the cause where it did not
   */
  constructor(
    failure: string,
    request: { readonly method: string; readonly url: string },
    options: {
      readonly status?: number | undefined;
      readonly reason?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`${request.method} ${request.url} ${failure}`, "cause" in options ? { cause: options.cause } : undefined);
    this.method = request.method;
    this.url = request.url;
    this.status = options.status;
    this.reason = options.reason;
  }
}
