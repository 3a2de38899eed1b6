// The end-to-end tests let other programs judge what Narthex writes. This installs those that are missing where apt
// may be used, and else says what to install. Under CI=true a judge that stays missing is an error.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./run.mjs";

// What `npm run conformance:setup` has put into the checkout comes first.
process.env.PATH = [join(root, ".conformance/debian-12/bin"), process.env.PATH].join(delimiter);

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
const onPath = (program) => succeeds("sh", "-c", `command -v ${program}`);

const judges = [
  { name: "promtool", package: "prometheus", isThere: () => onPath("promtool") },
  { name: "prometheus", package: "prometheus", isThere: () => onPath("prometheus") },
  {
    name: "prometheus-pushgateway",
    package: "prometheus-pushgateway",
    isThere: () => onPath("prometheus-pushgateway"),
  },
  { name: "victoria-metrics", package: "victoria-metrics", isThere: () => onPath("victoria-metrics") },
  { name: "protoc", package: "protobuf-compiler", isThere: () => onPath("protoc") },
  { name: "chromium", package: "chromium", isThere: () => onPath("chromium") },
  { name: "openssl", package: "openssl", isThere: () => onPath("openssl") },
  {
    name: "python3 prometheus_client",
    package: "python3-prometheus-client",
    isThere: () => ["python3", "/usr/bin/python3"].some((python) => succeeds(python, "-c", "import prometheus_client")),
  },
];
const daemons = ["prometheus", "prometheus-pushgateway", "victoria-metrics"];
const missing = () => judges.filter(({ isThere }) => !isThere());
const packagesOf = (some) => [...new Set(some.map((judge) => judge.package))];

let absent = missing();
if (absent.length > 0 && process.getuid?.() === 0 && onPath("apt-get")) {
  install(packagesOf(absent));
  absent = missing();
}
if (absent.length > 0) {
  console.error(`Missing: ${absent.map(({ name }) => name).join(", ")}. The tests that they judge will fail.`);
  console.error("On Debian, without root: npm run conformance:setup");
  console.error(`On Debian, as root: apt-get install --no-install-recommends ${packagesOf(absent).join(" ")}`);
  if (process.env.CI === "true") process.exitCode = 1;
}

function install(packages) {
  console.log(`Installing ${packages.join(", ")}`);
  const apt = (...args) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const { status, stdout, stderr } = spawnSync("apt-get", ["-q", ...args], { env, encoding: "utf8" });
    if (status !== 0) console.error(`apt-get ${args.join(" ")} failed\n${stdout}${stderr}`);
  };
  withoutStartingDaemons(() => {
    apt("update");
    apt("install", "--yes", "--no-install-recommends", ...packages);
  });
  // Not at the next boot either: the tests start their own, and their ports belong to the user.
  if (existsSync("/run/systemd/system")) {
    for (const unit of packages.filter((name) => daemons.includes(name))) {
      spawnSync("systemctl", ["disable", "--now", unit], { stdio: "ignore" });
    }
  }
}

/** Debian starts a daemon as soon as it is installed, unless this policy forbids it. */
function withoutStartingDaemons(action) {
  const policy = "/usr/sbin/policy-rc.d";
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    action();
  } finally {
    if (isOurs) rmSync(policy);
  }
}
