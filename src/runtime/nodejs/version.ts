import process from "node:process";
import { type RuntimeSource, runtimeSource } from "../source.js";

/** The version of Node.js. */
export const version: RuntimeSource = runtimeSource({
  metrics: {
    nodejs_version_info: {
      type: "info",
      help: "Version of Node.js.",
      labelNames: ["version", "major", "minor", "patch"],
    },
  },
  open: () => {
    const [major = "", minor = "", patch = ""] = process.versions.node.split(".");
    const reading = [{ labels: {}, info: { version: process.version, major, minor, patch } }];
    return { read: () => ({ nodejs_version_info: reading }) };
  },
});
