/** The error of a push: the gateway cannot be reached, or responds with a status other than 2xx. */
export class PushError extends Error {
  /** `"PushError"`. */
  override readonly name = "PushError";
  /** `NARTHEX_PUSH_REJECTED` if there is a response, otherwise `NARTHEX_GATEWAY_UNREACHABLE`. */
  readonly code: "NARTHEX_GATEWAY_UNREACHABLE" | "NARTHEX_PUSH_REJECTED";
  /** The HTTP method of the request. */
  readonly method: string;
  /** The URL of the request, without user name and password. */
  readonly url: string;
  /** The status of the response, or `undefined` if there was no response. */
  readonly status: number | undefined;
  /** The first line of the response body. */
  readonly reason: string | undefined;

  /**
   * @param failure - a description of the failure, for the message
   * @param request - the method, and the URL without user name and password
   * @param options - the status and the reason of the response, or the cause if there was no response
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
    this.code = options.status === undefined ? "NARTHEX_GATEWAY_UNREACHABLE" : "NARTHEX_PUSH_REJECTED";
    this.method = request.method;
    this.url = request.url;
    this.status = options.status;
    this.reason = options.reason;
  }
}
