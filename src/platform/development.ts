import { nodeProcess } from "./built-in.js";

/**
 * Whether the process does not run in production, decided once: an update must not read `NODE_ENV`, which takes longer
 * than the update.
 */
export const isDevelopment: boolean = nodeProcess.env["NODE_ENV"] !== "production";
