import type { ListenOptions, Server } from "node:net";

/**
 * Lets a server listen.
 *
 * @throws the error of the system
 */
export async function listenOn(server: Server, options: ListenOptions | { readonly fd: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
