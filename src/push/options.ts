import type { Agent, OutgoingHttpHeaders } from "node:http";
import type { SecureContextOptions } from "node:tls";
import type { Gatherer } from "../model/collector.js";
import type { MetricFamily } from "../model/families/metric-family.js";
import type { GroupingKey } from "./grouping-key.js";

/** Credentials for basic or bearer authentication. */
export type PushAuth =
  | {
      /** The user name for basic authentication. */
      readonly username: string;
      /** The password. It never appears in an error. */
      readonly password: string;
    }
  | {
      /** A bearer token. It never appears in an error. */
      readonly token: string;
    };

/** TLS options for an `https` gateway. */
export interface PushTlsOptions extends Pick<SecureContextOptions, "ca" | "cert" | "key" | "passphrase" | "pfx"> {
  /** The server name that the certificate must have (default: the host of the URL). */
  readonly servername?: string | undefined;
  /** Whether to reject an invalid certificate (default true). Use `false` in tests only. */
  readonly rejectUnauthorized?: boolean | undefined;
}

/** Options for retries, which follow a network error, a status of 5xx, and 429 with `Retry-After`. */
export interface RetryOptions {
  /** The maximum number of attempts, 1 or more (default 3). */
  readonly attempts?: number | undefined;
  /**
   * The maximum pause before the second attempt, in seconds (default 0.5). It doubles with each attempt; half of it is
   * random.
   */
  readonly minDelaySeconds?: number | undefined;
  /**
   * The maximum pause, in seconds (default 10). A request is not retried if the gateway requests a longer pause.
   */
  readonly maxDelaySeconds?: number | undefined;
}

/** Options for {@link Pushgateway}. */
export interface PushgatewayOptions {
  /**
   * The URL of the gateway, for example `http://gateway:9091`. A user name and password in it are used for basic
   * authentication.
   */
  readonly url: string | URL;
  /** The value of the label `job`, not empty. */
  readonly job: string;
  /**
   * Further labels of the group. Omit `instance`, unless the gateway should keep the metrics of each instance forever.
   */
  readonly groupingKey?: GroupingKey | undefined;
  /** The registry to push (default: the default registry). */
  readonly registry?: Gatherer | undefined;
  /**
   * The format (default `protobuf`, the only one with native histograms). With `groupIn: "extra_label"` it is always
   * `text`, which VictoriaMetrics reads.
   */
  readonly format?: "protobuf" | "text" | undefined;
  /** The path without the group (default `/metrics`). VictoriaMetrics uses `/api/v1/import/prometheus`. */
  readonly path?: string | undefined;
  /**
   * The place of the group in the URL: `path` (default) appends it to the path, as the Pushgateway requires.
   * `extra_label` passes it in query parameters, as VictoriaMetrics requires.
   */
  readonly groupIn?: "path" | "extra_label" | undefined;
  /** Whether to compress bodies of 1 KiB and more with gzip (default `true`). */
  readonly gzip?: boolean | undefined;
  /** The credentials (default: those in the URL). */
  readonly auth?: PushAuth | undefined;
  /** Additional request headers. */
  readonly headers?: OutgoingHttpHeaders | undefined;
  /** Certificates and certificate authorities, for `https`. */
  readonly tls?: PushTlsOptions | undefined;
  /** The agent, for example that of a proxy (default: the global agent of Node.js). */
  readonly agent?: Agent | undefined;
  /** The maximum duration of one attempt, in seconds (default 10). */
  readonly timeoutSeconds?: number | undefined;
  /** The number of retries and the pauses between them; `false` disables retries. */
  readonly retry?: RetryOptions | false | undefined;
}

/** Options for one push. */
export interface PushOptions {
  /** A signal that aborts the push, including its pauses. The push rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Families to push in addition to those of the registry, with its prefix and constant labels. */
  readonly also?: readonly MetricFamily[] | undefined;
}

/** Options for the push at the end of the process. */
export interface PushOnExitOptions {
  /** The maximum duration of the push, in seconds (default 5). After it, the process ends without the push. */
  readonly timeoutSeconds?: number | undefined;
}
