import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { certificates, pem } from "../../certificates.js";
import { blocksOf, type CodeBlock, documents, nameOf, root } from "../../e2e/docs/code-block.js";
import { run } from "../../run-command.js";
import { isAtLeast, programPath } from "../judges/programs.js";
import { promtoolRefusal } from "../judges/promtool-web-config.js";
import { WebConfigFolder } from "../web-config-folder.js";

const named = (chosen: readonly CodeBlock[]) => chosen.map((block) => [nameOf(block), block] as const);
const blocks = documents.flatMap(blocksOf).filter(({ language }) => language === "yaml");
const isWebConfig = ({ code }: CodeBlock): boolean =>
  /^(tls_server_config|http_server_config|basic_auth_users|rate_limit):/m.test(code);

describe("the configuration in", () => {
  const configurations = blocks.filter((block) => !isWebConfig(block));

  test.each(named(configurations))("%s is accepted by Prometheus", async (name, { code }) => {
    const folder = join(root, "temp/docs");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}.yml`);
    writeFileSync(file, code);
    // The files that it names are those of the reader.
    const { exitCode, stderr } = await run(programPath("promtool"), ["check", "config", "--syntax-only", file]);
    expect(exitCode, stderr).toBe(0);
  });
});

describe("the web-config file in", () => {
  test.each(named(blocks.filter(isWebConfig)))("%s is accepted by Prometheus", async (_name, { code }) => {
    using folder = new WebConfigFolder(code);
    folder.change({
      "tls.crt": pem(certificates.server.cert),
      "tls.key": pem(certificates.server.key),
      "clients.crt": pem(certificates.authority.cert),
    });
    const refusal = await promtoolRefusal(folder.file);
    // Prometheus 2 does not have all keys.
    if (isAtLeast("promtool", 3, 0)) expect(refusal).toBeUndefined();
    else expect(refusal).toMatch(/field \w+ not found/);
  });
});
