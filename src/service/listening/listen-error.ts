import { withCode } from "../../model/errors/coded-error.js";

/** The reasons of errors and their remedies, by the code of the system's error. */
export type Reasons = Readonly<Record<string, string>>;

/**
 * Returns the error of a server that cannot listen. It names the reason and the remedy, and `cause` is the error of the
 * system.
 *
 * @param where - the address, for example `port 80 of 127.0.0.1`
 * @param reasons - the reasons of known errors. The reason of another error is its message.
 */
export function listenError(error: NodeJS.ErrnoException, where: string, reasons: Reasons): Error {
  const reason = reasons[error.code ?? ""] ?? error.message;
  return withCode(
    "NARTHEX_LISTEN_FAILED",
    new Error(`Service.start: cannot listen on ${where}: ${reason}.`, { cause: error }),
  );
}
