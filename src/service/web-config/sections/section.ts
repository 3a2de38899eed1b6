import type { ConfigNode, MappingNode } from "../yaml/config-node.js";
import type { Problems } from "../yaml/problems.js";

/** Reads the value of a key. Returns `undefined` after it has reported an invalid value. */
export type ValueReader<T> = (node: ConfigNode, key: ReportedKey) => T | undefined;

/** The key that a value belongs to, for reports. */
export interface ReportedKey {
  /** The name of the key with that of its section, for example `tls_server_config.min_version`. */
  readonly name: string;
  /**
   * Reports a problem.
   *
   * @param rule - completes the sentence after the name, for example `must be true or false.`
   * @param at - the part of the value that is invalid (default: the value)
   */
  reject(rule: string, at?: ConfigNode): undefined;
}

/** A value and the offset of its key. */
export interface Setting<T> {
  readonly value: T;
  readonly offset: number;
}

/** The settings of a section. A key that is absent or invalid has none. */
export type Settings<R> = { readonly [K in keyof R]?: R[K] extends ValueReader<infer T> ? Setting<T> : never };

/** A section that has been read. */
export interface Section<R> {
  /** The valid settings. */
  readonly settings: Settings<R>;
  /** The keys of the section, including those with invalid values, and their offsets. */
  readonly keys: ReadonlyMap<keyof R, number>;
  /** Offset of the section. */
  readonly offset: number;
}

/**
 * Reads a mapping with known keys, and reports unknown ones.
 *
 * @param name - the name of the section; empty for the whole file
 * @param node - the mapping; `null` and `undefined` stand for an empty one
 * @param readers - how the value of each known key is read
 */
export function readSection<R extends Readonly<Record<string, ValueReader<unknown>>>>(
  name: string,
  node: ConfigNode | undefined,
  readers: R,
  problems: Problems,
): Section<R> {
  const keys = new Map<keyof R, number>();
  const settings: Record<string, Setting<unknown>> = {};
  const isMapping = node?.kind === "mapping";
  if (node !== undefined && !isMapping && !isAbsent(node))
    problems.add(node.offset, `${name || "The file"} must be a mapping of keys and values. ${known(readers)}`);
  // A merged value replaces one before it, and is replaced by one after it, as in Prometheus' own parser.
  for (const { key, value, offset } of isMapping ? node.entries : []) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader === undefined) {
      problems.add(offset, `Unknown key${shownKey(key)}${name && ` in ${name}`}. ${known(readers)}`);
      continue;
    }
    keys.set(key, offset);
    const read = reader(value, reportedKey(name === "" ? key : `${name}.${key}`, value, problems));
    if (read === undefined) delete settings[key];
    else settings[key] = { value: read, offset };
  }
  return { settings: settings as Settings<R>, keys, offset: node?.offset ?? 0 };
}

/** Reports keys that a table has twice because of a merge key. A later one replaces an earlier one in sections only. */
export function addRepeatedKeys({ entries }: MappingNode, problems: Problems): void {
  const seen = new Set<string>();
  for (const { key, offset } of entries) {
    if (seen.has(key)) problems.add(offset, "The key is there twice, because of a merge key. Remove one of them.");
    seen.add(key);
  }
}

/** Whether a value stands for an empty section, list or table, or has been reported already. */
export function isAbsent({ kind }: ConfigNode): boolean {
  return kind === "null" || kind === "invalid";
}

function reportedKey(name: string, value: ConfigNode, problems: Problems): ReportedKey {
  return {
    name,
    reject(rule, at = value) {
      problems.add(at.offset, `${name} ${rule}`);
    },
  };
}

function known(readers: object): string {
  return `The known keys are ${Object.keys(readers).join(", ")}.`;
}

/** Shows a key only if it looks like one. A wrong indentation can turn a password or a hash into a key. */
function shownKey(key: string): string {
  return key.length <= 40 && /^([a-z]+(_[a-z]+)*|[A-Z][A-Za-z]*(-[A-Za-z]+)+)$/.test(key) ? ` ${key}` : "";
}
