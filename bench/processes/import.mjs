// Loads one library into a process that has nothing else: not even a channel to its parent, which would load `node:net`.
// It reads no clock but the processor's: `performance` would load a module that a library may need.
import { createRequire } from "node:module";

const { specifiers, imports } = JSON.parse(process.argv[2]);
const require = createRequire(import.meta.url);

const known = new Set(process.moduleLoadList);
const before = process.memoryUsage.rss();
const start = process.cpuUsage();
for (const specifier of specifiers) await (imports ? import(specifier) : require(specifier));
const { user, system } = process.cpuUsage(start);
const megabytes = (process.memoryUsage.rss() - before) / 2 ** 20;
const builtins = process.moduleLoadList.filter((entry) => !known.has(entry));
const heavy = [...builtins, ...Object.keys(require.cache)].filter((loaded) =>
  /^NativeModule (http|https|http2|zlib)$|protobufjs/.test(loaded),
);
process.stdout.write(JSON.stringify({ ms: (user + system) / 1000, megabytes, heavy }));
