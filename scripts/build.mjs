// Makes dist: for ES modules and for CommonJS a few files of JavaScript each, and the declarations of the public types.
//
// A program waits for each file that it loads, and a hundred of them take three times as long as two. So what `narthex`
// needs is in two files, which the other entry points share; what is loaded late, as the encoders, stays apart.
//
// Commands of rolldown and TypeScript cannot share one compilation target, write the marker of CommonJS and copy the
// declarations: this does the three.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { rolldown } from "rolldown";
import ts from "typescript";
import { bin, nodeAll, root } from "./child-process.mjs";

const [src, dist] = [join(root, "src"), join(root, "dist")];

/** The files that several entry points import, by what is in them; what that imports goes with it. The first one wins. */
const shared = [
  {
    name: "exposition",
    test: /[\\/]src[\\/]((platform|model|globals)\b|(validation[\\/](errors|family-names|gatherer|options)|exposition[\\/](render|render-rules|render-text|gzip))\.ts$)|rolldown[\\/]runtime/,
    priority: 3,
  },
  {
    name: "core",
    test: /[\\/]src[\\/](validation|metadata|registry|collectors|binding|decorators|runtime[\\/]auto-register)\b/,
    priority: 2,
  },
  {
    name: "encoding",
    test: /[\\/]exposition[\\/](small-page|equality|bytes[\\/](family-image|(page|metadata)-cache))\.ts$/,
    priority: 1,
  },
  { name: "parser", test: /[\\/]exposition[\\/]parser\b/, priority: 1 },
];

/** Packages stay imports; what is none is a path, or the bundler's own. */
const isPackage = (id) => !isAbsolute(id) && !/^[.\0]/.test(id);

/** Removes types as TypeScript does it: syntax that Node.js lacks becomes calls of tslib, which other packages share. */
const typescript = {
  name: "typescript",
  transform: {
    filter: { id: /\.ts$/ },
    handler(code, fileName) {
      const { outputText, sourceMapText } = ts.transpileModule(code, { fileName, compilerOptions });
      return { code: outputText, map: sourceMapText, moduleType: "js" };
    },
  },
};
const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
const compilerOptions = {
  ...ts.convertCompilerOptionsFromJson(config.compilerOptions, root).options,
  module: ts.ModuleKind.ESNext,
  sourceMap: true,
};

/**
 * Writes the exports of CommonJS files as values. rolldown writes a getter for each, 11 kB in all, in case a module
 * assigns an exported variable again; none of src does.
 */
const exportedValues = {
  name: "exported-values",
  generateBundle(_options, files) {
    const getter =
      /Object\.defineProperty\(exports, "(\w+)", \{\s*enumerable: true,\s*get: function\(\) \{\s*return (\w+);\s*\}\s*\}\);/g;
    // They come last in a file, so that source maps stay right.
    for (const file of Object.values(files)) {
      if (file.type === "chunk") file.code = file.code.replace(getter, "exports.$1 = $2;");
    }
  },
};

/**
 * Escapes characters beyond ASCII, which stand in strings alone. One of them doubles the memory that V8 takes for the
 * source of a whole file, and the time in which it is decoded.
 */
const asciiOnly = {
  name: "ascii-only",
  generateBundle(_options, files) {
    const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    for (const file of Object.values(files)) {
      if (file.type === "chunk") file.code = file.code.replace(/[\u0080-\uffff]/g, escaped);
    }
  },
};

const folders = readdirSync(src).filter((folder) => existsSync(join(src, folder, "index.ts")));
const entries = ["index", ...folders.map((folder) => `${folder}/index`)];

async function bundle() {
  const bundled = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map((entry) => [entry, join(src, `${entry}.ts`)])),
    platform: "node",
    external: isPackage,
    tsconfig: false,
    plugins: [typescript],
    // Comments that name the file of each part are a fiftieth of what a program loads. Source maps have the names.
    experimental: { attachDebugInfo: "none" },
  });
  for (const format of ["esm", "cjs"]) {
    await bundled.write({
      dir: join(dist, format),
      format,
      strict: true,
      esModule: true,
      exports: "named",
      plugins: format === "cjs" ? [exportedValues, asciiOnly] : [asciiOnly],
      dynamicImportInCjs: false,
      chunkFileNames: "[name].js",
      minifyInternalExports: false,
      comments: { jsdoc: false },
      sourcemap: true,
      sourcemapExcludeSources: true,
      codeSplitting: { groups: shared },
    });
  }
}

/**
 * Writes the declarations once, for CommonJS. Those of ES modules export them again, which the other way round is an
 * error: a CommonJS module cannot import an ES module in all supported versions of TypeScript.
 */
async function declare() {
  const cjs = join(dist, "cjs");
  const args = [bin("typescript", "bin/tsc"), "-p", "tsconfig.json", "--outDir", cjs];
  if (!(await nodeAll([{ name: "declarations", args }]))) return;
  removeUnreachable(cjs);
  writeFileSync(join(cjs, "package.json"), '{ "type": "commonjs" }\n');
  for (const entry of entries) {
    const file = join(dist, "esm", `${entry}.d.ts`);
    mkdirSync(dirname(file), { recursive: true });
    const declarations = relative(dirname(file), join(cjs, `${entry}.js`)).replaceAll("\\", "/");
    writeFileSync(file, `export * from "${declarations}";\n`);
  }
}

/** Removes the declarations that no entry point refers to. They are two thirds of all. */
function removeUnreachable(folder) {
  const reached = new Set(entries.map((entry) => join(folder, `${entry}.d.ts`)));
  // A set yields what is added to it during the iteration.
  for (const file of reached) {
    for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8")).importedFiles) {
      if (fileName.startsWith(".")) reached.add(join(dirname(file), fileName.replace(/\.js$/, ".d.ts")));
    }
  }
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name);
    if (/\.d\.ts(\.map)?$/.test(name) && !reached.has(file.replace(/\.map$/, ""))) rmSync(file);
  }
}

rmSync(dist, { recursive: true, force: true });
await Promise.all([bundle(), declare()]);
