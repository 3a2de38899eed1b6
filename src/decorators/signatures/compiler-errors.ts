/** Part of a compiler error: the collector has no label of this name. */
export interface NoSuchLabel<Name> {
  /** The name. */
  readonly "the collector has no label of this name": Name;
}

/** Part of a compiler error: the collector has no labels. */
export interface NoLabels {
  /** Never present. */
  readonly labels?: "the collector has no labels" | undefined;
}

/** Part of a compiler error: a collector that has labels was given without the option `labels`. */
export interface MissingLabels<Names> {
  /** The names of the labels. */
  readonly "the collector has labels, which the option labels must set": Names;
}

/** Part of a compiler error: the argument is a collector, but not one that the decorator accepts without options. */
export interface NotACollector {
  /** Never present. */
  readonly kind?: "a collector with labels needs the option labels" | undefined;
}

/** Part of a compiler error: the method does not have arguments of these types. */
export interface MissingArguments<A> {
  /** The types of the arguments. */
  readonly "must have the arguments that functions of its calls read": A;
}

/**
 * Part of a compiler error: the method is called on an object of another type. A static method is called on its class.
 */
export interface MethodOf<This> {
  /** The type of the object. */
  readonly "must be called on what functions of its calls read as self": This;
}
