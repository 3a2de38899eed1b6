// Loads one library into a process that has nothing else: not even a channel to its parent, which would load `node:net`.
import { createRequire } from "node:module";

const { specifiers, imports } = JSON.parse(process.argv[2]);
const require = createRequire(import.meta.url);

const before = process.memoryUsage.rss();
const known = new Set(process.moduleLoadList);
const start = performance.now();
for (const specifier of specifiers) await (imports ? import(specifier) : require(specifier));
const ms = performance.now() - start;
const megabytes = (process.memoryUsage.rss() - before) / 2 ** 20;
const builtins = process.moduleLoadList.filter((entry) => !known.has(entry));
const heavy = [...builtins, ...Object.keys(require.cache)].filter((loaded) =>
  /^NativeModule (http|https|http2|zlib)$|protobufjs/.test(loaded),
);
process.stdout.write(JSON.stringify({ ms, megabytes, heavy }));
