/** One element of an `Accept` or `Accept-Encoding` header, in lower case. */
export interface AcceptClause {
  /** The media range or the content coding. */
  readonly value: string;
  /** The parameters without `q`, unquoted. The first of several parameters with the same name counts. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The weight, from 0 (not acceptable) to 1. */
  readonly weight: number;
}

/** The result of {@link prefer}. */
export interface Preference<T> {
  /** The chosen alternative. */
  readonly choice: T;
  /** The clause that determined its weight. */
  readonly clause: AcceptClause;
}

/** The maximum length of a header to read. By default, Node.js rejects requests whose headers are larger in total. */
const maxHeaderLength = 16_384;
const maxClauses = 100;

const range = /^[\w!#$%&'*+.^`|~-]+(?:\/[\w!#$%&'*+.^`|~-]+)?$/;
const parameter = /^(?<name>[\w!#$%&'*+.^`|~-]+)=(?:(?<token>[\w!#$%&'*+.^`|~-]+)|"(?<quoted>(?:[^"\\]|\\.)*)")$/s;
const quality = /^(?:0(?:\.\d*)?|1(?:\.0*)?)$/;

/**
 * Parses an `Accept` or `Accept-Encoding` header (RFC 9110, section 12.5) and never throws. A clause that is malformed,
 * or whose `q` is not a number from 0 to 1, is omitted. Clauses after the first 100 are ignored, and so are headers
 * longer than 16 KiB.
 *
 * @param header - the value of the header; if it is absent, there are no clauses
 * @returns the clauses, in the order of the header
 */
export function parseAccept(header: string | null | undefined): readonly AcceptClause[] {
  if (!header || header.length > maxHeaderLength) return [];
  return split(header.toLowerCase(), ",")
    .slice(0, maxClauses)
    .map(parseClause)
    .filter((clause) => clause !== undefined);
}

/**
 * Chooses among alternatives by the weights of a header. The most precise clause for an alternative determines its
 * weight. Among alternatives of equal weight, the one that the header names more precisely is chosen, and then the one
 * that it names first.
 *
 * @param clauses - the clauses of the header
 * @param alternatives - the alternatives that can be served
 * @param precision - returns how precisely a clause names an alternative, 0 if it does not
 * @returns the choice, or `undefined` if no alternative is acceptable
 */
export function prefer<T>(
  clauses: readonly AcceptClause[],
  alternatives: readonly T[],
  precision: (clause: AcceptClause, alternative: T) => number,
): Preference<T> | undefined {
  const candidates = alternatives.flatMap((choice) => {
    const [decisive] = clauses
      .map((clause, position) => ({ choice, clause, position, precision: precision(clause, choice) }))
      .filter((candidate) => candidate.precision > 0)
      .sort((a, b) => b.precision - a.precision || b.clause.weight - a.clause.weight);
    return decisive !== undefined && decisive.clause.weight > 0 ? [decisive] : [];
  });
  return candidates.sort(
    (a, b) => b.clause.weight - a.clause.weight || b.precision - a.precision || a.position - b.position,
  )[0];
}

function parseClause(text: string): AcceptClause | undefined {
  const [value = "", ...rest] = split(text, ";").map((part) => part.trim());
  if (!range.test(value)) return undefined;
  const parameters = new Map<string, string>();
  for (const part of rest) {
    if (part === "") continue;
    const { name, token, quoted } = parameter.exec(part)?.groups ?? {};
    if (name === undefined) return undefined;
    if (!parameters.has(name)) parameters.set(name, token ?? quoted?.replace(/\\(.)/gs, "$1") ?? "");
  }
  const q = parameters.get("q") ?? "1";
  parameters.delete("q");
  return quality.test(q) ? { value, parameters, weight: Number(q) } : undefined;
}

/** Splits a text at a separator, except in quoted strings. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (character === "\\" && quoted) index++;
    else if (character === separator && !quoted) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
