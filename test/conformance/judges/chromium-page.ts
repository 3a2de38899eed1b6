import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../run-command.js";
import { programPath } from "./programs.js";

const quiet = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Returns the document of a page after its scripts have run, as HTML. */
export async function domOf(url: string): Promise<string> {
  return inProfile(async (profile) => (await chromium(profile, "--dump-dom", url)).toString());
}

/** Returns a screenshot of a page, as PNG. */
export async function screenshotOf(url: string, width = 1024, height = 768): Promise<Buffer> {
  return inProfile(async (profile) => {
    const file = join(profile, "page.png");
    await chromium(profile, `--screenshot=${file}`, `--window-size=${width},${height}`, url);
    return readFileSync(file);
  });
}

async function inProfile<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "narthex-chromium-"));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function chromium(profile: string, ...args: string[]): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await run(programPath("chromium"), [
    ...quiet,
    `--user-data-dir=${profile}`,
    ...args,
  ]);
  if (exitCode !== 0) throw new Error(`chromium exited with ${exitCode}: ${stderr}`);
  return stdout;
}
