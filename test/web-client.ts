import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { SecureVersion } from "node:tls";

/** A complete response. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Options for a request; `ca`, `key`, `cert` and the next four are those of `node:https`. */
export interface Question extends RequestOptions {
  readonly ca?: string;
  readonly key?: string;
  readonly cert?: string;
  readonly ciphers?: string;
  readonly ecdhCurve?: string;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly body?: string | Uint8Array;
}

/** Sends one request with the given headers only: without `Accept` or `Accept-Encoding`. It follows no redirects. */
export function ask(url: string | URL, { body, ...options }: Question = {}): Promise<Answer> {
  const target = new URL(url);
  return new Promise((resolve, reject) => {
    const request = (target.protocol === "https:" ? httpsRequest : httpRequest)(target, { agent: false, ...options });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.end(body);
  });
}
