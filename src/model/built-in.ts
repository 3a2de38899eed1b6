import { createRequire } from "node:module";

/** Loads a module of Node.js late, or one whose exports differ between runtimes. */
export const builtIn: NodeJS.Require = /* @__PURE__ */ createRequire("/");
