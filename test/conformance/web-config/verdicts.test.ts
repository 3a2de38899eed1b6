import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isNarthexError } from "../../../src/index.js";
import { Service } from "../../../src/service/index.js";
import { certificates } from "../../certificates.js";
import { isAtLeast } from "../judges/programs.js";
import { promtoolRefusal } from "../judges/promtool-web-config.js";
import { accepted, differences, outdated, refused, type SampleFile } from "./files.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "narthex-web-config-"));
  copyFileSync(certificates.server.cert, join(folder, "server.crt"));
  copyFileSync(certificates.server.key, join(folder, "server.key"));
  copyFileSync(certificates.otherServer.key, join(folder, "other.key"));
  copyFileSync(certificates.authority.cert, join(folder, "ca.crt"));
  copyFileSync(certificates.server.cert, join(folder, "tls.crt"));
  copyFileSync(certificates.server.key, join(folder, "tls.key"));
  copyFileSync(certificates.authority.cert, join(folder, "clients.crt"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function write({ text }: SampleFile): string {
  const path = join(folder, `web-${files++}.yml`);
  writeFileSync(path, text);
  return path;
}

/** Starts a service with a file. Returns the reason why the file is refused, or `undefined` if it is accepted. */
async function narthexRefusal(webConfigFile: string): Promise<string | undefined> {
  try {
    await using _service = await new Service({ webConfigFile }).start({ host: "127.0.0.1" });
    return undefined;
  } catch (error) {
    if (isNarthexError(error)) return error.message;
    throw error;
  }
}

const isPromtool3 = isAtLeast("promtool", 3, 0);
const named = (samples: readonly SampleFile[]) => samples.map((sample) => [sample.name, sample] as const);

/** The example of the guide. */
function guideExample(): SampleFile {
  const guide = readFileSync(new URL("../../../docs/serving.md", import.meta.url), "utf8");
  const [, text = ""] = /```yaml\n(tls_server_config:\n.*?)```/s.exec(guide) ?? [];
  return { name: "the example of the guide", text, isNew: true };
}

describe("promtool and Narthex accept", () => {
  test.each(named([...accepted, guideExample()]))("%s", async (_, sample) => {
    const path = write(sample);
    if (sample.isNew && !isPromtool3) expect(await promtoolRefusal(path)).toMatch(/field \w+ not found/);
    else expect(await promtoolRefusal(path)).toBeUndefined();
    expect(await narthexRefusal(path)).toBeUndefined();
  });
});

describe("promtool and Narthex refuse", () => {
  test.each(named(refused))("%s", async (_, sample) => {
    const path = write(sample);
    expect(await promtoolRefusal(path)).toContain("FAILED");
    expect(await narthexRefusal(path)).toContain(path);
  });
});

describe("Narthex alone refuses", () => {
  test.each(named(differences))("%s", async (_, sample) => {
    const path = write(sample);
    if (sample.isNew && !isPromtool3) expect(await promtoolRefusal(path)).toMatch(/field \w+ not found/);
    else expect(await promtoolRefusal(path)).toBeUndefined();
    expect(await narthexRefusal(path)).toContain(path);
  });
});

describe("promtool 3 and Narthex refuse, and promtool 2 accepts", () => {
  test.each(named(outdated))("%s", async (_, sample) => {
    const path = write(sample);
    expect((await promtoolRefusal(path)) === undefined).toBe(!isPromtool3);
    expect(await narthexRefusal(path)).toContain(path);
  });
});
