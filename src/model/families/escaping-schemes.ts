import { isLegacyLabelName, isLegacyMetricName } from "./names.js";

/**
 * The ways to write a name outside of the legacy character set, as Prometheus defines them:
 *
 * - `allow-utf-8`: the name is quoted and unchanged
 * - `underscores`: each other character becomes `_`
 * - `dots`: `.` becomes `_dot_`, `_` becomes `__`, each other character `__`; legacy names with a `_` change too
 * - `values`: `U__` and then each other character as its hexadecimal code between `_`, and `_` as `__`
 */
export type EscapingScheme = "allow-utf-8" | "underscores" | "dots" | "values";

/** All escaping schemes. */
export const escapingSchemes: readonly EscapingScheme[] = ["allow-utf-8", "underscores", "dots", "values"];

const escapes: Record<Exclude<EscapingScheme, "allow-utf-8">, (character: string, legal: boolean) => string> = {
  underscores: (character, legal) => (legal ? character : "_"),
  dots: (character, legal) => {
    if (character === ".") return "_dot_";
    return legal && character !== "_" ? character : "__";
  },
  values: (character, legal) => {
    if (character === "_") return "__";
    return legal ? character : `_${hexadecimal(character)}_`;
  },
};

/**
 * Escapes a metric name. Distinct names can become equal, except with `allow-utf-8`.
 *
 * @param name - a valid metric name, not empty
 * @param scheme - the scheme that the client requested
 * @example
 * ```ts
 * escapeMetricName("http.requests", "underscores"); // http_requests
 * ```
 */
export function escapeMetricName(name: string, scheme: EscapingScheme): string {
  return escapeName(name, scheme, isLegacyMetricName);
}

/**
 * Escapes a label name. It also escapes a colon, which metric names may contain.
 *
 * @param name - a valid label name, not empty
 * @param scheme - the scheme that the client requested
 */
export function escapeLabelName(name: string, scheme: EscapingScheme): string {
  return escapeName(name, scheme, isLegacyLabelName);
}

/**
 * Finds two labels that an escaping scheme would give the same name, which would then occur twice in a series.
 *
 * @param names - distinct label names
 * @returns the two names, or `undefined`
 */
export function findEscapingCollision(names: readonly string[]): readonly [string, string] | undefined {
  if (names.every(isLegacyLabelName)) return undefined;
  for (const scheme of ["underscores", "dots"] as const) {
    const seen = new Map<string, string>();
    for (const name of names) {
      const escaped = escapeLabelName(name, scheme);
      const other = seen.get(escaped);
      if (other !== undefined) return [other, name];
      seen.set(escaped, name);
    }
  }
  return undefined;
}

function escapeName(name: string, scheme: EscapingScheme, isLegacy: (name: string) => boolean): string {
  if (scheme === "allow-utf-8") return name.toWellFormed();
  if (scheme !== "dots" && isLegacy(name)) return name;
  let before = "";
  let escaped = scheme === "values" ? "U__" : "";
  for (const character of name) {
    escaped += escapes[scheme](character, isLegacy(before + character));
    before = "_"; // From the second character on, digits are valid.
  }
  return escaped;
}

function hexadecimal(character: string): string {
  return character.isWellFormed() ? (character.codePointAt(0) ?? 0).toString(16) : "FFFD";
}
