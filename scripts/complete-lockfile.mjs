// npm locks only those optional dependencies that it could fetch, and `npm ci` then refuses the lock when the others are
// binaries for platforms that its registry does not offer. This completes the lock, from the names of the packages; npm itself does not.
//
//   complete-lockfile.mjs                   the lock of the package
//   complete-lockfile.mjs test/consumers    the lock in another folder
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./child-process.mjs";

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];

/** What `@scope/name-linux-x64-musl` says about where it runs. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const at = words.findIndex((word) => systems.includes(word));
  if (at < 0) return undefined;
  const [os, cpu, abi = ""] = words.slice(at);
  const libc =
    os !== "linux" ? undefined : abi.startsWith("musl") ? "musl" : abi.startsWith("gnu") ? "glibc" : undefined;
  return { cpu: [cpu], ...(libc && { libc: [libc] }), os: [os] };
}

const file = join(root, process.argv[2] ?? ".", "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
for (const [path, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (lock.packages[`${path}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`]) continue;
    const platform = platformOf(name);
    if (!platform) throw new Error(`${path} needs ${name}, which is not in the lock and names no platform`);
    lock.packages[`node_modules/${name}`] = { version, ...platform, ...(parent.dev && { dev: true }), optional: true };
    console.log(`added ${name} ${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
