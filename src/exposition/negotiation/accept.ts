/** One element of an `Accept` or `Accept-Encoding` header. All of it is in lower case. */
export interface AcceptClause {
  /** The media range or the content coding. */
  readonly value: string;
  /** The parameters without `q`, unquoted. Of a doubled parameter the first counts. */
  readonly parameters: ReadonlyMap<string, string>;
  /** From 0 (not acceptable) to 1. */
  readonly weight: number;
}

/** What {@link prefer} chose, and the clause that decided it. */
export interface Preference<T> {
  /** The chosen alternative. */
  readonly choice: T;
  /** The clause that gave it its weight. */
  readonly clause: AcceptClause;
}

/** Node refuses a request whose headers are larger than this all together, unless it is told otherwise. */
const maxHeaderLength = 16_384;
const maxClauses = 100;

const range = /^[\w!#$%&'*+.^`|~-]+(?:\/[\w!#$%&'*+.^`|~-]+)?$/;
const parameter = /^(?<name>[\w!#$%&'*+.^`|~-]+)=(?:(?<token>[\w!#$%&'*+.^`|~-]+)|"(?<quoted>(?:[^"\\]|\\.)*)")$/s;
const quality = /^(?:0(?:\.\d*)?|1(?:\.0*)?)$/;

/**
 * Reads an `Accept` or `Accept-Encoding` header (RFC 9110, section 12.5) and never throws. A clause that does not parse,
 * or whose `q` is not a number from 0 to 1, is left out: nothing it says can be relied on. Only the first 100 clauses
 * are read, and a header beyond 16 KiB not at all.
 *
 * @param header - the header's value; absent reads as empty
 * @returns the clauses in the header's order
 */
export function parseAccept(header: string | null | undefined): readonly AcceptClause[] {
  if (!header || header.length > maxHeaderLength) return [];
  return split(header.toLowerCase(), ",")
    .slice(0, maxClauses)
    .map(parseClause)
    .filter((clause) => clause !== undefined);
}

/**
 * Chooses among alternatives as a header weighs them. On each alternative its most precise clause decides; the heaviest
 * alternative wins, among equals the one that was named more precisely, then the one that was named first.
 *
 * @param clauses - the header
 * @param alternatives - what can be served
 * @param precision - how precisely a clause names an alternative, 0 when it does not
 * @returns `undefined` when no alternative is acceptable
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

/** Splits at a separator, except within quoted strings. */
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
