import type { Collector } from "./collector.js";
import type { LabelSchema } from "./labels.js";

/** The labels of a schema without some of them. */
export type RemainingLabels<L extends LabelSchema, Names> = L extends readonly string[]
  ? RemainingNames<L, Names | `${Names & string}?`>
  : { readonly [K in Exclude<keyof L, Names | `${Names & string}?`>]: L[K] };

/** The names of a list without some of them. */
export type RemainingNames<L extends readonly string[], Names> = L extends readonly [
  infer First extends string,
  ...infer Rest extends readonly string[],
]
  ? First extends Names
    ? RemainingNames<Rest, Names>
    : readonly [First, ...RemainingNames<Rest, Names>]
  : L extends readonly []
    ? readonly []
    : readonly Exclude<L[number], Names>[];

/**
 * A collector of which `withLabels` has bound some labels. It has the methods of a collector with the remaining labels,
 * but cannot be registered: its series are those of the collector that it comes from. A collector without bound labels
 * can be used in its place.
 *
 * @example
 * ```ts
 * function serve(requests: Bound<Counter<["route"]>>) {
 *   requests.inc({ route: "/" });
 * }
 * serve(requests.withLabels({ tenant: "acme" }));
 * ```
 */
export type Bound<C extends Collector> = Omit<C, keyof Collector>;
