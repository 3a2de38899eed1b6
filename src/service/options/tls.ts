import type { ServerOptions as TlsServerOptions } from "node:https";
import { withCode } from "../../model/errors/coded-error.js";
import { throwInvalidOption } from "../../validation/errors.js";
import type { OptionCheck } from "../../validation/options.js";

/** Checks TLS options. No error shows the value, because it may contain a private key. */
export const tls: OptionCheck = (subject, option, value) => {
  if (typeof value !== "object" || value === null)
    throwInvalidOption(subject, option, value, "must be options of node:https, like { key, cert }", "other");
  const { key, cert, pfx, SNICallback, minVersion, secureProtocol } = value as TlsServerOptions;
  if (!((key && cert) || pfx || SNICallback)) {
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(
        `${subject}: ${option} must have key and cert, or pfx. Pass the text or bytes themselves, not the path of a file.`,
      ),
    );
  }
  if (secureProtocol)
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new TypeError(`${subject}: ${option} must not have secureProtocol. Use minVersion and maxVersion instead.`),
    );
  if (minVersion === "TLSv1" || minVersion === "TLSv1.1")
    throw withCode(
      "NARTHEX_INVALID_OPTION",
      new RangeError(`${subject}: ${option} must not allow versions before TLS 1.2, which are insecure.`),
    );
};
