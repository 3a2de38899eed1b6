import { processGlobal } from "../globals/process-global.js";
import { Registry } from "./registry.js";

/** The registry of collectors that are created without another one. All copies of the package in a process share it. */
export const defaultRegistry: Registry = processGlobal("narthex.defaultRegistry", () => new Registry());
