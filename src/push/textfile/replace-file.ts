import { randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** The permissions of a new file. The program that reads it is usually run by another user. */
const DEFAULT_MODE = 0o644;

/**
 * Replaces the content of a file in one step: a reader has either the old or the new content. Several writers, also of
 * different processes, do not disturb each other; the last one wins. If it fails, the file remains as it was.
 *
 * @param path - the file, which keeps its permissions; a new one can be read by everyone
 * @param chunks - the content; each chunk is written before the next one is requested
 * @throws the error of the file system or of `chunks`
 */
export async function replaceFile(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const mode = await modeOf(path);
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  const file = await open(temporary, "wx", mode);
  try {
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      // The umask of the process restricts the mode of a file when it is opened.
      await file.chmod(mode);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode & 0o777;
  } catch {
    return DEFAULT_MODE;
  }
}
