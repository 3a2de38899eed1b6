import type { Alias, Document, Node, Pair, Scalar, YAMLMap } from "yaml";
import type { ConfigNode, MappingEntry } from "./config-node.js";
import type { Problems } from "./problems.js";

type Yaml = typeof import("yaml");

/** Entries that merge keys may add in a whole file. Mappings that merge each other ten times grow exponentially. */
const MAX_MERGED = 10_000;

const tagPrefix = "tag:yaml.org,2002:";
const scalarTags: readonly unknown[] = ["str", "int", "float", "bool", "null"].map((tag) => tagPrefix + tag);
const nulls: readonly unknown[] = ["", "~", "null", "Null", "NULL"];

/**
 * Converts a document: resolves aliases, merges mappings by the rules of Prometheus' own parser, and adds a problem for
 * each tag, key or alias that has no meaning.
 *
 * @returns the root, or `undefined` if the document is empty
 */
export function convertDocument(yaml: Yaml, document: Document.Parsed, problems: Problems): ConfigNode | undefined {
  return document.contents === null ? undefined : new Conversion(yaml, document, problems).convert(document.contents);
}

class Conversion {
  readonly #yaml: Yaml;
  readonly #problems: Problems;
  readonly #targets = new Map<Alias, Node | undefined>();
  /** The nodes that are converted already, so that an alias costs nothing. */
  readonly #converted = new Map<Node, ConfigNode>();
  /** The nodes that contain the current one. */
  readonly #open = new Set<Node>();
  #merged = 0;

  constructor(yaml: Yaml, document: Document.Parsed, problems: Problems) {
    this.#yaml = yaml;
    this.#problems = problems;
    const anchors = new Map<string, Node>();
    yaml.visit(document, {
      Node: (_, node) => {
        if (yaml.isAlias(node)) this.#targets.set(node, anchors.get(node.source));
        else if (node.anchor !== undefined) anchors.set(node.anchor, node as Node);
      },
    });
  }

  convert(node: Node): ConfigNode {
    const target = this.#resolve(node);
    const known = this.#converted.get(target);
    if (known !== undefined) return known;
    if (this.#open.has(target)) return this.#reject(node, "An alias must not be inside the value that it refers to.");
    this.#open.add(target);
    const converted = this.#convert(target);
    this.#open.delete(target);
    this.#converted.set(target, converted);
    return converted;
  }

  #convert(node: Node): ConfigNode {
    const { isMap, isScalar, isSeq } = this.#yaml;
    const offset = offsetOf(node);
    if (isScalar(node)) return this.#scalar(node);
    if (!isMap(node) && !isSeq(node))
      return this.#reject(node, "The alias has no anchor before it. Correct its name, or write the value itself.");
    if (node.tag !== undefined && node.tag !== `${tagPrefix}${isMap(node) ? "map" : "seq"}`)
      return this.#reject(node, "The tag is not supported. Remove it.");
    if (isMap(node)) return { kind: "mapping", entries: this.#entries(node), offset };
    return { kind: "list", items: node.items.map((item) => this.convert(item as Node)), offset };
  }

  #scalar(node: Scalar): ConfigNode {
    const { value, tag, type } = node;
    const offset = offsetOf(node);
    if ((tag !== undefined && !scalarTags.includes(tag)) || typeof value !== "string")
      return this.#reject(node, "The tag is not supported. Remove it.");
    const isPlain = tag === undefined ? type === "PLAIN" : tag !== `${tagPrefix}str`;
    if ((isPlain && nulls.includes(value)) || tag === `${tagPrefix}null`) return { kind: "null", offset };
    return { kind: "text", text: value, isString: !isPlain, offset };
  }

  #entries(map: YAMLMap): MappingEntry[] {
    const entries: MappingEntry[] = [];
    const own = new Set<string>();
    for (const { key, value } of map.items as Pair<Node, Node | null>[]) {
      const offset = offsetOf(key);
      if (this.#isMergeKey(key)) {
        entries.push(...this.#merge(key, value));
        continue;
      }
      const scalar = this.#resolve(key);
      if (!this.#yaml.isScalar(scalar) || typeof scalar.value !== "string")
        this.#problems.add(offset, "A key must be text. Check the brackets and the indentation.");
      else if (own.has(scalar.value)) this.#problems.add(offset, "The key is there twice. Remove one of them.");
      else {
        own.add(scalar.value);
        const converted = value === null ? ({ kind: "null", offset } as const) : this.convert(value);
        entries.push({ key: scalar.value, value: converted, offset, isMerged: false });
      }
    }
    return entries;
  }

  #isMergeKey(key: Node): boolean {
    return this.#yaml.isScalar(key) && key.value === "<<" && key.type === "PLAIN" && key.tag === undefined;
  }

  /** Returns the entries of one mapping or of a list of them. The first one of a list wins, so it comes last. */
  #merge(key: Node, value: Node | null): MappingEntry[] {
    const converted = value === null ? undefined : this.convert(value);
    const sources = converted?.kind === "list" ? [...converted.items].reverse() : [converted];
    return sources.flatMap((source) => {
      if (source?.kind !== "mapping") {
        if (source?.kind !== "invalid")
          this.#problems.add(offsetOf(value ?? key), "The merge key << needs a mapping, such as *defaults.");
        return [];
      }
      this.#merged += source.entries.length;
      if (this.#merged > MAX_MERGED) {
        this.#problems.add(
          source.offset,
          `Merge keys must not add more than ${MAX_MERGED} entries. Write the keys out.`,
        );
        return [];
      }
      return source.entries.map((entry) => ({ ...entry, isMerged: true }));
    });
  }

  /** Returns the node that an alias refers to; other nodes, and aliases that refer to nothing, themselves. */
  #resolve(node: Node): Node {
    return this.#yaml.isAlias(node) ? (this.#targets.get(node) ?? node) : node;
  }

  /** Adds a problem, and returns a value that causes no further ones. */
  #reject(node: Node, message: string): ConfigNode {
    const offset = offsetOf(node);
    this.#problems.add(offset, message);
    return { kind: "invalid", offset };
  }
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
