// Writes docs/runtime-metrics.md from the tables in src/runtime. With --check it only says whether the page is up to date.
// No generator of documents knows these tables.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const page = fileURLToPath(new URL("../docs/runtime-metrics.md", import.meta.url));
const begin = "<!-- made by scripts/runtime-metrics.mjs -->";
const end = "<!-- end -->";

/** The page with its tables renewed. */
export function renewed(text, sources) {
  const before = text.slice(0, text.indexOf(begin) + begin.length);
  return `${before}\n\n${tables(sources)}\n\n${text.slice(text.indexOf(end))}`;
}

function tables(sources) {
  return Object.entries(sources)
    .map(([name, { metrics }]) => `### \`${name}\`\n\n${table(metrics)}`)
    .join("\n\n");
}

function table(metrics) {
  const rows = Object.entries(metrics).map(([name, { type, help, labelNames = [], platforms = "all", legacy }]) => {
    const labels = labelNames.map((label) => `\`${label}\``).join(", ");
    return `| \`${name}\` | ${type} | ${labels} | ${legacy ? "with `legacyNames`" : platforms} | ${help} |`;
  });
  return ["| metric | type | labels | where | help |", "| --- | --- | --- | --- | --- |", ...rows].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../src/runtime/sources.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  const { sources } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
  const text = readFileSync(page, "utf8");
  const wanted = renewed(text, sources);
  if (!process.argv.includes("--check")) writeFileSync(page, wanted);
  else if (text !== wanted) {
    console.error("docs/runtime-metrics.md is not up to date: run `node scripts/runtime-metrics.mjs`");
    process.exitCode = 1;
  }
}
