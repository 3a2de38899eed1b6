/**
 * Refuses options that are no object, and names in it that mean nothing: a misspelt option would be passed over without a word.
 *
 * @param subject - the function or class that was given them
 * @param given - what was given
 * @param known - the names of all options
 * @throws TypeError that names what was given and what is taken
 * @internal
 */
export function checkOptionNames(subject: string, given: unknown, known: readonly string[]): void {
  const list = known.join(", ");
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    const what = typeof given === "string" ? JSON.stringify(given) : Array.isArray(given) ? "a list" : String(given);
    throw new TypeError(`${subject}: takes an object of options (${list}), but was given ${what}.`);
  }
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`${subject}: unknown option "${unknown}"; the options are ${list}.`);
}
