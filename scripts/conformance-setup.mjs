// Puts the programs that judge expositions into .conformance, in two generations: those of Debian 12, and the newest that
// Debian has. It needs no root and installs nothing: it downloads packages with a private state of apt and unpacks them.
//
// No tool does this for a checkout: apt installs for the whole machine, and containers need a daemon.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./child-process.mjs";

const folder = join(root, ".conformance");
const sourceFiles = ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"];

/** The packages of each generation. Those of Debian 12 come with the libraries that the machine lacks. */
const generations = {
  "debian-12": {
    suites: ["bookworm", "bookworm-updates"],
    packages: [
      "prometheus",
      "prometheus-node-exporter",
      "prometheus-pushgateway",
      "victoria-metrics",
      "protobuf-compiler",
      "chromium",
      "chromium-common",
      "python3-prometheus-client",
    ],
    withDependencies: true,
  },
  newest: {
    suites: ["testing"],
    packages: [
      "prometheus",
      "promtool",
      "prometheus-node-exporter",
      "prometheus-pushgateway",
      "victoria-metrics",
      "python3-prometheus-client",
    ],
    withDependencies: false,
  },
};

/** Where a package puts the program of each command; `python3` is the machine's own, with the unpacked modules. */
const commands = {
  promtool: "usr/bin/promtool",
  prometheus: "usr/bin/prometheus",
  "prometheus-node-exporter": "usr/bin/prometheus-node-exporter",
  "prometheus-pushgateway": "usr/bin/prometheus-pushgateway",
  "victoria-metrics": "usr/bin/victoria-metrics",
  protoc: "usr/bin/protoc",
  chromium: "usr/lib/chromium/chromium",
};

if (spawnSync("apt-get", ["--version"]).status !== 0) {
  console.error("apt-get is missing: this command works on Debian and what is built on it.");
  console.error(
    "Elsewhere, put prometheus, promtool, prometheus-node-exporter, prometheus-pushgateway, victoria-metrics, protoc",
  );
  console.error("and chromium on the PATH, and install prometheus_client for python3.");
  process.exit(1);
}

for (const [name, generation] of Object.entries(generations)) setUp(name, generation);

function setUp(name, { suites, packages, withDependencies }) {
  const target = join(folder, name);
  if (existsSync(join(target, "bin"))) return console.log(`${name}: is there already; remove .conformance to renew it`);
  rmSync(target, { recursive: true, force: true });
  const apt = join(target, "apt");
  const [archives, unpacked] = [join(apt, "archives"), join(target, "root")];
  for (const one of [join(apt, "lists/partial"), join(archives, "partial"), unpacked])
    mkdirSync(one, { recursive: true });
  // The machine's own suite has its own sources, security updates among them.
  const isOwn = suites.includes(/^VERSION_CODENAME=(\S+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1]);
  if (!isOwn) writeFileSync(join(apt, "sources.list"), sourceLines(suites));
  writeFileSync(join(apt, "status"), withDependencies ? statusWithout(packages) : "");
  const options = [
    ...(isOwn ? [] : [`Dir::Etc::sourcelist=${join(apt, "sources.list")}`, "Dir::Etc::sourceparts=-"]),
    `Dir::State=${apt}`,
    `Dir::State::Lists=${join(apt, "lists")}`,
    `Dir::State::status=${join(apt, "status")}`,
    `Dir::Cache=${apt}`,
    `Dir::Cache::archives=${archives}`,
    `Dir::Log=${apt}`,
    "Debug::NoLocking=1",
    ...(process.getuid() === 0 ? ["APT::Sandbox::User=root"] : []),
  ].flatMap((option) => ["-o", option]);
  run("apt-get", ["-q", ...options, "update"]);
  if (withDependencies) {
    run("apt-get", ["-q", ...options, "--yes", "--no-install-recommends", "--download-only", "install", ...packages]);
  } else run("apt-get", ["-q", ...options, "download", ...packages], archives);
  const versions = {};
  for (const file of readdirSync(archives).filter((one) => one.endsWith(".deb"))) {
    const archive = join(archives, file);
    run("dpkg-deb", ["--extract", archive, unpacked]);
    const [name, version] = run("dpkg-deb", ["--show", archive]).trim().split("\t");
    if (packages.includes(name)) versions[name] = /^(?:\d+:)?([\d.]+\d)/.exec(version)?.[1] ?? version;
  }
  // Not every program prints its version.
  writeFileSync(join(target, "versions.json"), JSON.stringify(versions, undefined, 2));
  rmSync(apt, { recursive: true });
  writeCommands(join(target, "bin"), unpacked);
  console.log(`${name}: ${readdirSync(join(target, "bin")).join(", ")}`);
}

/** The machine's own mirror, with other suites. */
function sourceLines(suites) {
  const file = sourceFiles.find((one) => existsSync(one));
  const text = file === undefined ? "" : readFileSync(file, "utf8");
  const mirror = /^URIs:\s*(\S+)/m.exec(text)?.[1] ?? /^deb\s+(?:\[[^\]]*\]\s+)?(\S+)/m.exec(text)?.[1];
  if (mirror === undefined) throw new Error(`${sourceFiles.join(" and ")} name no mirror of Debian.`);
  const keys = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]";
  return suites.map((suite) => `deb ${keys} ${mirror} ${suite} main\n`).join("");
}

/** What is installed on the machine, without these packages: so that they are downloaded, and of their libraries what is missing. */
function statusWithout(packages) {
  const stanzas = readFileSync("/var/lib/dpkg/status", "utf8").split("\n\n");
  return stanzas.filter((stanza) => !packages.includes(/^Package: (.+)$/m.exec(stanza)?.[1])).join("\n\n");
}

/** Commands that find the unpacked libraries, for the PATH of the tests. */
function writeCommands(bin, unpacked) {
  mkdirSync(bin);
  const libraries = librariesBelow(unpacked).join(":");
  const write = (name, ...lines) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${lines.join("\n")}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const path = libraries === "" ? [] : [`export LD_LIBRARY_PATH="${libraries}"`];
  for (const [name, file] of Object.entries(commands)) {
    const program = join(unpacked, file);
    if (existsSync(program)) write(name, ...path, `exec "${program}" "$@"`);
  }
  const modules = join(unpacked, "usr/lib/python3/dist-packages");
  if (existsSync(modules)) write("python3", `PYTHONPATH="${modules}" exec /usr/bin/python3 "$@"`);
}

function librariesBelow(unpacked) {
  const files = readdirSync(unpacked, { recursive: true }).filter((file) => /(^|\/)lib[^/]*\.so[.\d]*$/.test(file));
  const folders = new Set(files.map((file) => dirname(file)).filter((one) => /^(usr\/)?lib\/[^/]*$/.test(one)));
  return [...folders].map((one) => join(unpacked, one));
}

function run(command, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed.\n${stdout}${stderr}`);
  return stdout;
}
