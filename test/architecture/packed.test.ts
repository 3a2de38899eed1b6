import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = readFileSync(join(root, "package.json"), "utf8");

/** A copy of the files that `npm pack` reads, with a build script that does nothing slow. */
const copy = mkdtempSync(join(tmpdir(), "narthex-packed-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** The manifest in the tarball. */
let packed: Readonly<Record<string, unknown>>;

beforeAll(() => {
  for (const file of ["package.json", "scripts/published-manifest.mjs", "scripts/child-process.mjs"]) {
    cpSync(join(root, file), join(copy, file));
  }
  mkdirSync(join(copy, "dist"));
  writeFileSync(
    join(copy, "scripts/build.mjs"),
    'import { writeFileSync } from "node:fs"; writeFileSync("dist/built.js", "");',
  );
  execFileSync("npm", ["pack", "--offline", "--silent"], { cwd: copy });
  execFileSync("tar", ["-xzf", `narthex-${JSON.parse(manifest).version}.tgz`], { cwd: copy });
  packed = JSON.parse(readFileSync(join(copy, "package/package.json"), "utf8"));
}, 60_000);

test("npm pack builds the package first", () => {
  expect(existsSync(join(copy, "package/dist/built.js"))).toBe(true);
});

test("the package is published without scripts and development dependencies", () => {
  const { scripts, devDependencies, allowScripts, ...rest } = JSON.parse(manifest);
  expect([scripts, devDependencies, allowScripts].every((field) => field !== undefined)).toBe(true);
  expect(packed).toEqual(rest);
});

test("npm pack does not change the manifest in the repository", () => {
  expect(readFileSync(join(copy, "package.json"), "utf8")).toBe(manifest);
});

test("the types of Node.js, which the declarations need, are an optional peer", () => {
  expect(packed).toMatchObject({
    peerDependencies: { "@types/node": expect.any(String) },
    peerDependenciesMeta: { "@types/node": { optional: true } },
  });
});
