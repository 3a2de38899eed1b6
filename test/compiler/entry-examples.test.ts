import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { typeCheck } from "./type-check.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const folders = readdirSync(join(root, "src")).filter((folder) => existsSync(join(root, "src", folder, "index.ts")));
const entryPoints = ["index.ts", ...folders.map((folder) => `${folder}/index.ts`)];

/** The comment at the beginning of an entry point, without its stars. */
const commentOf = (entryPoint: string) =>
  readFileSync(join(root, "src", entryPoint), "utf8")
    .split("*/", 1)
    .join()
    .replaceAll(/^ ?\*+ ?/gm, "");

test.each(entryPoints)(
  "%s begins with its import name and an example that compiles",
  (entryPoint) => {
    const comment = commentOf(entryPoint);
    const name = `narthex/${entryPoint}`.replace(/\/index\.ts$/, "");
    expect(comment).toMatch(new RegExp(`@packageDocumentation\n@module ${name}\n`));
    const [, example = ""] = /```ts\n(.*?)```/s.exec(comment) ?? [];
    expect(example).toContain(`from "${name}"`);
    expect(typeCheck({ example }, "standard").messages).toEqual({ example: [] });
  },
  60_000,
);
