import type { TlsFileOption, TlsOptions } from "../options/tls.js";

/** A source of options for TLS, which may change while the service runs. */
export interface TlsSource {
  /** The options, already checked. */
  readonly current: TlsOptions;
  /**
   * Returns the options for the next handshake: a new object if they have changed. Absent if they never change.
   */
  readonly refresh?: (() => Promise<TlsOptions>) | undefined;
  /** Returns the beginning of the messages about an option, for example `Service.start: tls.certFile`. */
  readonly describe: (option: TlsFileOption | "cert" | "key" | "ca" | undefined) => string;
}

/** Returns the source of the option `tls` of {@link Service.start}. */
export function fixedTls(options: TlsOptions): TlsSource {
  return {
    current: options,
    describe: (option) => `Service.start: tls${option === undefined ? "" : `.${option}`}`,
  };
}
