import { getBuiltinModule } from "node:process";

/**
 * Loads a module of Node.js late, or one whose exports differ between runtimes. `createRequire` is not imported by name: bundles
 * often begin with an import of this name, and two of them are a syntax error.
 */
export const builtIn: NodeJS.Require = /* @__PURE__ */ getBuiltinModule("node:module").createRequire("/");
