/** Names and strings as the formats' rules have them, without a look at the code under test. */

/** What becomes of a name that is not legacy-valid. */
export type Scheme = "allow-utf-8" | "underscores" | "dots" | "values";

/** Which kind of name: a metric's may hold a colon. */
export type NameKind = "metric" | "label";

const legal: Record<NameKind, RegExp> = { metric: /^[a-zA-Z_:][a-zA-Z0-9_:]*$/, label: /^[a-zA-Z_][a-zA-Z0-9_]*$/ };

/** A name under an escaping scheme, after the code that Prometheus undoes the schemes with. */
export function escaped(name: string, scheme: Scheme, kind: NameKind): string {
  if (scheme === "allow-utf-8") return name;
  if (scheme !== "dots" && legal[kind].test(name)) return name;
  const characters = [...name].map((character, index) => {
    const isLegal = legal[kind].test(index === 0 ? character : `a${character}`);
    if (scheme === "underscores") return isLegal ? character : "_";
    if (character === "_") return "__";
    if (isLegal) return character;
    if (scheme === "dots") return character === "." ? "_dot_" : "__";
    return `_${(character.codePointAt(0) ?? 0).toString(16)}_`;
  });
  return (scheme === "values" ? "U__" : "") + characters.join("");
}

/** Whether a name must be quoted in text. */
export function needsQuotes(name: string, kind: NameKind): boolean {
  return !legal[kind].test(name);
}

/** The inside of a quoted string, and the text of HELP in OpenMetrics. */
export function escapeQuoted(text: string): string {
  return wellFormed(text).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

/** The text of HELP in the text formats. */
export function escapeTextHelp(text: string): string {
  return wellFormed(text).replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

/** A string without halves of surrogate pairs, by way of its UTF-8 form. */
export function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
