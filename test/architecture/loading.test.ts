import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** Prints the built-in modules and CommonJS files that a program has loaded when it ends. */
const report = `
const { createRequire } = process.getBuiltinModule("node:module");
const files = Object.keys(createRequire(${JSON.stringify(join(dist, "x.cjs"))}).cache);
console.log(JSON.stringify([...process.moduleLoadList.map((entry) => entry.replace("NativeModule ", "node:")), ...files]));
`;

describe("narthex alone", () => {
  let folder: string;
  let baseline: Set<string>;

  /** Returns the modules that a program loads and an empty program does not. */
  const loadedBy = (name: string, program: string): string[] => {
    const file = join(folder, name);
    writeFileSync(file, program + report);
    return JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
  };
  const heavy = (modules: readonly string[]) =>
    modules.filter(
      (module) =>
        !baseline.has(module) &&
        /^node:(http|https|http2|tls|zlib)$|protobufjs|reflect-metadata|[\\/](tslib|yaml|bcryptjs)[\\/]/.test(module),
    );

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "narthex-loading-"));
    if (!existsSync(join(dist, "esm/index.js"))) throw new Error("dist is missing: run `npm run build` first");
    baseline = new Set(loadedBy("empty.mjs", ""));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("loads no http, no zlib, no protobufjs, no reflect-metadata and no tslib as ES modules", () => {
    const loaded = loadedBy(
      "esm.mjs",
      `await import(${JSON.stringify(pathToFileURL(join(dist, "esm/index.js")).href)});`,
    );
    expect(heavy(loaded)).toEqual([]);
  });

  test("loads no http, no zlib, no protobufjs, no reflect-metadata and no tslib as CommonJS", () => {
    const loaded = loadedBy("cjs.cjs", `require(${JSON.stringify(join(dist, "cjs/index.js"))});`);
    expect(loaded.some((module) => module.includes("dist/cjs/index.js"))).toBe(true);
    expect(heavy(loaded)).toEqual([]);
  });

  test.each([
    ["esm.mjs", `await import(${JSON.stringify(pathToFileURL(join(dist, "esm/index.js")).href)});`],
    ["cjs.cjs", `require(${JSON.stringify(join(dist, "cjs/index.js"))});`],
  ])("opens no standard streams and loads no module for streams, clocks or utilities in %s", (name, program) => {
    const slow = loadedBy(name, program).filter(
      (module) => !baseline.has(module) && /^node:(process|stream|perf_hooks|util)$/.test(module),
    );
    expect(slow).toEqual([]);
  });

  test.each([
    ["without a web-config file", "", "", false],
    ["with a web-config file", "http_server_config: {}", "{ webConfigFile }", true],
  ])("a service %s loads yaml: %j", (_, text, options, isLoaded) => {
    const webConfigFile = join(folder, "web.yml");
    writeFileSync(webConfigFile, text);
    const program = `
      const { Service } = await import(${JSON.stringify(pathToFileURL(join(dist, "esm/service/index.js")).href)});
      const webConfigFile = ${JSON.stringify(webConfigFile)};
      await (await new Service(${options}).start({ host: "127.0.0.1" })).stop();
    `;
    const isYaml = (module: string) => /[\\/]yaml[\\/]/.test(module);
    expect(loadedBy("service.mjs", program).some(isYaml)).toBe(isLoaded);
  });

  test("loads reflect-metadata when legacy declarations are first read, and keeps them there", () => {
    const program = `
      const { CountCalls, declarationsOf } = require(${JSON.stringify(join(dist, "cjs/index.js"))});
      class Orders { place() {} }
      CountCalls()(Orders.prototype, "place", Object.getOwnPropertyDescriptor(Orders.prototype, "place"));
      if ("getOwnMetadataKeys" in Reflect) throw new Error("it is loaded already");
      if (declarationsOf(Orders).length !== 1) throw new Error("nothing is declared");
      if (Reflect.getOwnMetadataKeys(Orders).length !== 1) throw new Error("nothing is kept");
      if (declarationsOf(Orders).length !== 1) throw new Error("nothing is found again");
    `;
    expect(heavy(loadedBy("legacy.cjs", program)).map((module) => /[^\\/]+$/.exec(module)?.[0])).toEqual([
      "Reflect.js",
    ]);
  });

  test.each([
    [
      "esm.mjs",
      `const { Service } = await import(${JSON.stringify(pathToFileURL(join(dist, "esm/service/index.js")).href)});`,
    ],
    ["cjs.cjs", `const { Service } = require(${JSON.stringify(join(dist, "cjs/service/index.js"))});`],
  ])("loads no bcryptjs and no worker threads with a service that has no passwords, in %s", (name, program) => {
    // Newer versions of Node.js load worker threads with node:http.
    const withHttp = new Set(loadedBy("http.mjs", 'await import("node:http");'));
    const loaded = loadedBy(name, `${program} new Service({ guard: { bearerTokens: ["a"] } });`);
    expect(loaded.filter((module) => /bcryptjs/.test(module))).toEqual([]);
    expect(loaded.filter((module) => !withHttp.has(module) && module === "node:worker_threads")).toEqual([]);
  });

  test("loads two files in addition to its entry point", () => {
    const loaded = loadedBy("files.cjs", `require(${JSON.stringify(join(dist, "cjs/index.js"))});`);
    expect(loaded.filter((file) => file.startsWith(join(dist, "cjs"))).sort()).toEqual(
      ["core.js", "exposition.js", "index.js"].map((file) => join(dist, "cjs", file)),
    );
  });
});
