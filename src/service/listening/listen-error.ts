import { withCode } from "../../model/errors/coded-error.js";

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "it is already in use. Stop the other server, or choose another port (0 for any free port)",
  EACCES: "permission denied. Choose a port of 1024 or above",
  EADDRNOTAVAIL: "this machine has no such address. Choose one of its addresses, or omit host",
  ENOTFOUND: "the host name does not exist. Check the option host",
  EAI_AGAIN: "the host name cannot be resolved at the moment. Try again later",
};

/**
 * Returns the error of a server that cannot listen. It names the reason and the remedy, and `cause` is the error of the
 * system.
 *
 * @param where - the address, for example `port 80 of 127.0.0.1`
 */
export function listenError(error: NodeJS.ErrnoException, where: string): Error {
  const reason = reasons[error.code ?? ""] ?? error.message;
  return withCode(
    "NARTHEX_LISTEN_FAILED",
    new Error(`Service.start: cannot listen on ${where}: ${reason}.`, { cause: error }),
  );
}
