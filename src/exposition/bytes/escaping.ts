const escapes: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

/**
 * Escapes `\`, `"` and the line feed, as label values and quoted names require. A lone surrogate, which UTF-8 cannot
 * represent, becomes U+FFFD.
 *
 * @param value - the text between the quotes
 */
export function escapeLabelValue(value: string): string {
  if (!/[\\"\n\ud800-\udfff]/.test(value)) return value;
  return value.toWellFormed().replace(/[\\"\n]/g, escapeCharacter);
}

/**
 * Escapes HELP text for the Prometheus text format, in which `\` and the line feed are escaped but quotes are not.
 *
 * @param help - the family's help
 */
export function escapeHelp(help: string): string {
  if (!/[\\\n\ud800-\udfff]/.test(help)) return help;
  return help.toWellFormed().replace(/[\\\n]/g, escapeCharacter);
}

/**
 * Escapes HELP text for OpenMetrics, which uses the same escapes as label values.
 *
 * @param help - the family's help
 */
export function escapeOpenMetricsHelp(help: string): string {
  return escapeLabelValue(help);
}

/**
 * Quotes a name for the text formats under `allow-utf-8`. A quoted metric name is written inside the braces:
 * `{"http.requests",method="GET"} 1`.
 *
 * @param name - a name outside the legacy character set
 */
export function quoteName(name: string): string {
  return `"${escapeLabelValue(name)}"`;
}

function escapeCharacter(character: string): string {
  return escapes[character] ?? character;
}
