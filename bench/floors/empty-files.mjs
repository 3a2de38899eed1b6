import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Files without code, as many as `narthex` loads. Loading them takes the time that Node.js itself needs. */
export function emptyFiles() {
  const folder = mkdtempSync(join(tmpdir(), "narthex-bench-import-"));
  const write = (name, ...imports) => {
    writeFileSync(join(folder, name), imports.map((file) => `import "./${file}";\n`).join(""));
  };
  write("core.mjs", "exposition.mjs");
  write("exposition.mjs");
  write("index.mjs", "core.mjs", "exposition.mjs");
  return { index: join(folder, "index.mjs"), remove: () => rmSync(folder, { recursive: true }) };
}
