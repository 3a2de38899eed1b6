import { Registry } from "./registry.js";

const key = Symbol.for("narthex.defaultRegistry");
const shared = globalThis as { [key]?: Registry };

shared[key] ??= new Registry();

/** The registry of all collectors that name no other. Two copies of the package in one process share it. */
export const defaultRegistry: Registry = shared[key];
