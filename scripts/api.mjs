// Reports of the public interface, one for each entry point, in etc/: each change of it shows in the diff.
// With --write they are renewed; without, one that differs is an error.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { root } from "./run.mjs";

const write = process.argv.includes("--write");
const reports = join(root, "etc");
const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

function report(name, declarations) {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, declarations),
      compiler: { tsconfigFilePath: join(root, "tsconfig.json") },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportVariants: ["public"],
        reportFolder: reports,
        reportTempFolder: join(root, "temp/api"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: {
          default: { logLevel: "error", addToApiReportFile: false },
          // Stability is said by the version of the package, not symbol by symbol.
          "ae-missing-release-tag": { logLevel: "none" },
          "ae-internal-missing-underscore": { logLevel: "none" },
          "ae-incompatible-release-tags": { logLevel: "none" },
          // TypeDoc looks for these, over all entry points together.
          "ae-forgotten-export": { logLevel: "none" },
          "ae-undocumented": { logLevel: "none" },
          "ae-unresolved-link": { logLevel: "none" },
        },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
  });
  const { succeeded, apiReportChanged } = Extractor.invoke(config, {
    localBuild: write,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === "error") console.log(message.formatMessageWithLocation(root));
    },
  });
  if (apiReportChanged) console.log(`etc/${name}.public.api.md ${write ? "is renewed" : "differs: run `npm run api`"}`);
  if (!succeeded || (apiReportChanged && !write)) process.exitCode = 1;
}

mkdirSync(reports, { recursive: true });
const expected = new Set();
for (const [subpath, target] of Object.entries(exports)) {
  if (typeof target === "string") continue;
  const name = subpath.replace(".", "narthex").replace("/", "-");
  expected.add(`${name}.public.api.md`);
  report(name, target.import.types);
}
for (const file of readdirSync(reports).filter((file) => !expected.has(file))) {
  if (write) rmSync(join(reports, file));
  else {
    console.log(`etc/${file} belongs to no entry point: run \`npm run api\``);
    process.exitCode = 1;
  }
}
