import type { Agent, OutgoingHttpHeaders } from "node:http";
import type { SecureContextOptions } from "node:tls";
import type { Gatherer } from "../model/collector.js";
import type { MetricFamily } from "../model/metric-family.js";
import type { GroupingKey } from "./grouping-key.js";

/** How a request is authenticated. */
export type PushAuth =
  | {
      /** The user of basic authentication. */
      readonly username: string;
      /** The password; it never appears in an error. */
      readonly password: string;
    }
  | {
      /** A bearer token; it never appears in an error. */
      readonly token: string;
    };

/** How an `https` gateway is talked to. */
export interface PushTlsOptions extends Pick<SecureContextOptions, "ca" | "cert" | "key" | "passphrase" | "pfx"> {
  /** The name that the certificate must have, if not the host of the URL. */
  readonly servername?: string | undefined;
  /** `false` trusts any certificate; for tests only. */
  readonly rejectUnauthorized?: boolean | undefined;
}

/** When a request is tried again: after a network error, 5xx, and 429 with `Retry-After`. */
export interface RetryOptions {
  /** How often it is tried, 1 or more (default 3). */
  readonly attempts?: number | undefined;
  /** The longest pause before the second attempt, in milliseconds (default 500). It doubles each time; half of it is random. */
  readonly minDelayMs?: number | undefined;
  /** The longest pause, in milliseconds (default 10,000). A gateway that asks for a longer one is not tried again. */
  readonly maxDelayMs?: number | undefined;
}

/** What a {@link Pushgateway} is made with. */
export interface PushgatewayOptions {
  /** Where the gateway is, for example `http://gateway:9091`. A user and password in it are used for basic authentication. */
  readonly url: string | URL;
  /** The job whose metrics are pushed; not empty. */
  readonly job: string;
  /** Further labels that name the group. Leave `instance` out unless each instance's metrics are to stay apart forever. */
  readonly groupingKey?: GroupingKey | undefined;
  /** What is pushed (default: the default registry). */
  readonly registry?: Gatherer | undefined;
  /** How it is written (default `protobuf`, which alone keeps native histograms; with `groupIn: "extra_label"` always `text`, which VictoriaMetrics reads). */
  readonly format?: "protobuf" | "text" | undefined;
  /** The path, without the group (default `/metrics`). For VictoriaMetrics: `/api/v1/import/prometheus`. */
  readonly path?: string | undefined;
  /**
   * How the group is told: at the end of the path (default), as a Pushgateway wants it, or in `extra_label` parameters, as
   * VictoriaMetrics takes it.
   */
  readonly groupIn?: "path" | "extra_label" | undefined;
  /** Whether bodies of 1 KiB and more are compressed (default `true`). */
  readonly gzip?: boolean | undefined;
  /** Basic or bearer authentication. */
  readonly auth?: PushAuth | undefined;
  /** Further request headers. */
  readonly headers?: OutgoingHttpHeaders | undefined;
  /** Certificates and authorities. */
  readonly tls?: PushTlsOptions | undefined;
  /** For example a proxy's agent (default: Node's global one). */
  readonly agent?: Agent | undefined;
  /** How long an attempt may take, in milliseconds (default 10,000). */
  readonly timeoutMs?: number | undefined;
  /** When a request is tried again; `false` for never. */
  readonly retry?: RetryOptions | false | undefined;
}

/** What one push may be given. */
export interface PushOptions {
  /** Ends the push, pauses included; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Families that are pushed together with the registry's, under its prefix and with its constant labels. */
  readonly also?: readonly MetricFamily[] | undefined;
}

/** How the last push is made. */
export interface PushOnExitOptions {
  /** How long it may take, in milliseconds (default 5,000). Then the process ends without it. */
  readonly timeoutMs?: number | undefined;
}
