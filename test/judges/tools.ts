import { accessSync, constants } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The programs that judge what the library writes, with the Debian package that brings each. */
const packages = {
  promtool: "prometheus",
  prometheus: "prometheus",
  "prometheus-pushgateway": "prometheus-pushgateway",
  "victoria-metrics": "victoria-metrics",
  protoc: "protobuf-compiler",
  chromium: "chromium",
  openssl: "openssl",
  "/usr/bin/python3": "python3-prometheus-client",
} as const;

/** Where `npm run conformance:setup` puts programs of Debian 12. */
const unpacked = fileURLToPath(new URL("../../.conformance/debian-12/bin", import.meta.url));

/** A program that a judge needs. */
export type Tool = keyof typeof packages;

/**
 * The path of an installed program.
 *
 * @throws Error that says what to install: a judge that is missing fails the test, it never skips it
 */
export function toolPath(tool: Tool): string {
  const folders = tool.startsWith("/") ? [dirname(tool)] : (process.env["PATH"] ?? "").split(delimiter);
  const found = [unpacked, ...folders].map((folder) => join(folder, basename(tool))).find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `${tool} is not installed, and without it this test cannot judge. Run "npm run conformance:setup" or "apt-get install ${packages[tool]}".`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
