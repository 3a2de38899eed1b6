/** A value in a web-config file, with its place. Aliases are resolved, and the mappings of merge keys are merged. */
export type ConfigNode = TextNode | MappingNode | ListNode | NullNode | InvalidNode;

interface Placed {
  /** Offset in the text of the file. */
  readonly offset: number;
}

/** A scalar. Numbers and booleans are text too, because many keys take a number as text. */
export interface TextNode extends Placed {
  readonly kind: "text";
  readonly text: string;
  /** Whether the scalar is a string even if it looks like a number or a boolean, because it is quoted or tagged so. */
  readonly isString: boolean;
}

/** A mapping. Each key that is not merged is there once. */
export interface MappingNode extends Placed {
  readonly kind: "mapping";
  /** In the order of the file. */
  readonly entries: readonly MappingEntry[];
}

/** A key of a mapping and its value. */
export interface MappingEntry extends Placed {
  readonly key: string;
  readonly value: ConfigNode;
  /** Whether the entry comes from another mapping, by the merge key `<<`. */
  readonly isMerged: boolean;
}

/** A sequence. */
export interface ListNode extends Placed {
  readonly kind: "list";
  readonly items: readonly ConfigNode[];
}

/** A value that is absent, or `null`. */
export interface NullNode extends Placed {
  readonly kind: "null";
}

/** A value that has been reported already. */
export interface InvalidNode extends Placed {
  readonly kind: "invalid";
}
