import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const { exports, scripts } = JSON.parse(read("package.json"));

/** The name of each entry point's report, and the file with its declarations. */
const entryPoints = Object.entries<{ require: { types: string } }>(exports)
  .filter(([, target]) => typeof target !== "string")
  .map(([subpath, target]) => [subpath.replace(".", "narthex").replace("/", "-"), target.require.types] as const);

test.each(entryPoints)("the API report of %s has a configuration and a script", (name, types) => {
  const config = JSON.parse(read(`etc/api-extractor/${name}.json`));
  expect(config.mainEntryPointFilePath).toBe(types.replace("./", "<projectFolder>/"));
  expect(config.apiReport.reportFileName).toBe(name);
  expect(scripts[`report:${name.replace("narthex-", "")}`]).toBe(
    `api-extractor run --config etc/api-extractor/${name}.json`,
  );
});

test("every API report belongs to an entry point", () => {
  const reports = readdirSync(join(root, "etc")).filter((file) => file.endsWith(".md"));
  expect(reports.sort()).toEqual(entryPoints.map(([name]) => `${name}.public.api.md`).sort());
});

test("the API report lists the members that collectors inherit", () => {
  const report = read("etc/narthex.public.api.md");
  const membersOf = (name: string) =>
    [
      ...(report.split(`export abstract class ${name}<`)[1]?.split(/^}/m, 1)[0] ?? "").matchAll(
        /^ {4}(?:readonly )?(\w+)/gm,
      ),
    ].map(([, member]) => member);
  expect(membersOf("LabelledCollector")).toEqual(
    expect.arrayContaining([
      "clear",
      "collect",
      "describe",
      "help",
      "labelNames",
      "labels",
      "name",
      "remove",
      "removeMatching",
    ]),
  );
  expect(membersOf("TimingCollector")).toEqual(["startTimer", "time"]);
});
