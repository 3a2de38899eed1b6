import { type NarthexError, withCode } from "../../model/errors/coded-error.js";
import { clearTimeout, setTimeout } from "../../platform/timers.js";

/** The time after which the old contents of files are used. A network file system may hang. */
const MAX_REFRESH_MS = 1000;

/**
 * Waits for files that are read again, but at most for a second.
 *
 * @param refreshed - the result of the files
 * @param onLate - returns the result after that time
 */
export async function inTime<T>(refreshed: Promise<T>, onLate: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(onLate()), MAX_REFRESH_MS).unref();
  });
  try {
    return await Promise.race([refreshed, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Returns the error of files that hang.
 *
 * @param files - begins the sentence, for example `The files of TLS`
 * @param users - what uses the old contents, for example `handshakes`
 */
export function hangingError(files: string, users: string): NarthexError {
  const message = `${files} could not be checked within ${MAX_REFRESH_MS} ms, so ${users} use the old content.`;
  return withCode("NARTHEX_RELOAD_FAILED", new Error(`${message} Check the file system.`));
}
