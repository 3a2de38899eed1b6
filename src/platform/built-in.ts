import { Module } from "node:module";

/**
 * The object `process` of Node.js. It is not imported, because an import of `node:process` reads all properties of the
 * object. That opens the standard streams, and takes a fifth of the time in which `narthex` loads. The global may be
 * missing or that of another platform.
 */
export const nodeProcess: NodeJS.Process = /* @__PURE__ */ (() => {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  return typeof process?.getBuiltinModule === "function" ? process : Module.createRequire("/")("node:process");
})();

/**
 * Loads a built-in module of Node.js on demand, or one whose exports differ between runtimes.
 *
 * @param id - the name of the module, with the prefix `node:`
 */
export const builtIn: NodeJS.Process["getBuiltinModule"] = (id: string) => nodeProcess.getBuiltinModule(id);
