const escapes: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

/**
 * The inside of a quoted string, for label values and quoted names: `\`, `"` and the line feed are escaped. Half a
 * surrogate pair has no UTF-8 form and becomes U+FFFD; everything else stays as it is.
 *
 * @param value - what to write between the quotes
 */
export function escapeLabelValue(value: string): string {
  if (!/[\\"\n\ud800-\udfff]/.test(value)) return value;
  return value.toWellFormed().replace(/[\\"\n]/g, escapeCharacter);
}

/**
 * HELP text as the text formats want it: only `\` and the line feed are escaped, a quote must not be.
 *
 * @param help - the family's help
 */
export function escapeHelp(help: string): string {
  if (!/[\\\n\ud800-\udfff]/.test(help)) return help;
  return help.toWellFormed().replace(/[\\\n]/g, escapeCharacter);
}

/**
 * HELP text as OpenMetrics wants it: with the same escapes as a label value.
 *
 * @param help - the family's help
 */
export function escapeOpenMetricsHelp(help: string): string {
  return escapeLabelValue(help);
}

/**
 * A name in quotes, for text and OpenMetrics under `allow-utf-8`: a metric name then stands first inside the braces,
 * `{"http.requests",method="GET"} 1`, and a label name where it always does.
 *
 * @param name - a name that is not legacy-valid
 */
export function quoteName(name: string): string {
  return `"${escapeLabelValue(name)}"`;
}

function escapeCharacter(character: string): string {
  return escapes[character] ?? character;
}
