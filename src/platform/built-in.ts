import { getBuiltinModule } from "node:process";

/**
 * Loads a built-in module of Node.js on demand, or one whose exports differ between runtimes. `createRequire` is not
 * imported by name: bundlers often add an import of this name, and a second one is a syntax error.
 */
export const builtIn: NodeJS.Require = /* @__PURE__ */ getBuiltinModule("node:module").createRequire("/");
