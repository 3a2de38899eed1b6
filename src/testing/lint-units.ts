const baseUnits = [
  "amperes",
  "bytes",
  "celsius",
  "grams",
  "joules",
  "kelvin",
  "meters",
  "metres",
  "moles",
  "seconds",
  "volts",
];
const otherUnits: ReadonlyMap<string, string> = new Map([
  ["bits", "bytes"],
  ["calories", "joules"],
  ["days", "seconds"],
  ["fahrenheit", "celsius"],
  ["hours", "seconds"],
  ["inches", "meters"],
  ["kelvins", "kelvin"],
  ["miles", "meters"],
  ["minutes", "seconds"],
  ["ounces", "grams"],
  ["pounds", "grams"],
  ["rankine", "celsius"],
  ["weeks", "seconds"],
  ["yards", "meters"],
]);
const decimalPrefixes = [
  "pico",
  "nano",
  "micro",
  "milli",
  "centi",
  "deci",
  "deca",
  "hecto",
  "kilo",
  "mega",
  "giga",
  "tera",
  "peta",
];
const binaryPrefixes = ["kibi", "mebi", "gibi", "tebi", "pebi"];
const abbreviations = ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"];

/** Units other than base units, with the base unit to use instead. */
const substitutes: ReadonlyMap<string, string> = new Map([
  ...otherUnits,
  ...[...baseUnits.map((unit): [string, string] => [unit, unit]), ...otherUnits].flatMap(([unit, base]) =>
    [...decimalPrefixes, ...binaryPrefixes].map((prefix): [string, string] => [prefix + unit, base]),
  ),
]);

/** A unit in a name that should be replaced by a base unit. */
export interface UnitProblem {
  /** The unit in the name. */
  readonly unit: string;
  /** The base unit. */
  readonly base: string;
}

/**
 * Returns the first unit among the words of a name that is not a base unit, unless the words also contain its base
 * unit.
 */
export function findNonBaseUnit(words: readonly string[]): UnitProblem | undefined {
  for (const unit of words) {
    const base = substitutes.get(unit);
    if (base !== undefined && !words.includes(base)) return { unit, base };
  }
  return undefined;
}

/** Whether a word of a name other than the first is an abbreviated unit. */
export function hasAbbreviatedUnit(words: readonly string[]): boolean {
  return words.slice(1).some((word) => abbreviations.includes(word));
}
