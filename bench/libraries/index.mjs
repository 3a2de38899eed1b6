import { narthex } from "./narthex.mjs";
import { opentelemetry } from "./opentelemetry.mjs";
import { incumbent, official, platformatic } from "./prom-client.mjs";

/** The published peers. */
export const peers = [incumbent, official, platformatic, opentelemetry];

/** This library and its peers. */
export const libraries = [narthex, ...peers];

/** A library by its name. */
export function library(name) {
  return libraries.find((one) => one.name === name);
}
