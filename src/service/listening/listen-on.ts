import type { ListenOptions, Server } from "node:net";
import { listenError } from "./listen-error.js";

/**
 * Lets a server listen.
 *
 * @param where - the address for the message of the error
 * @throws {Error} if that fails; the message names the reason and the remedy, and `cause` is the error of the system
 */
export async function listenOn(server: Server, options: ListenOptions, where: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(listenError(error, where));
    server.once("error", fail);
    server.listen(options, () => {
      server.off("error", fail);
      resolve();
    });
  });
}
