import { processGlobal } from "../globals/process-global.js";
import { Registry } from "./registry.js";

/** The registry of all collectors that name no other. Two copies of the package in one process share it. */
export const defaultRegistry: Registry = processGlobal("narthex.defaultRegistry", () => new Registry());
