/** Part of a compiler error: the collector has no labels of these names. */
export interface NoSuchLabel<Names> {
  /** The names. */
  readonly "the collector has no label of this name": Names;
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

/** Part of a compiler error: a collector that has labels was given without the option `labels`. */
export type MissingLabels = "the collector has labels, which the option labels must set";
