/** Highest cost. One comparison then takes about five seconds, and a scrape times out after ten. */
const MAX_COST = 16;

/** The rule of {@link isBcryptHash}, after the name of a value. */
export const bcryptHashRule = `must be a bcrypt hash: $2a$, $2b$ or $2y$, a cost from 04 to ${MAX_COST}, $ and 53 characters, as "htpasswd -nBC 10" prints it`;

/** Whether a value is a bcrypt hash that can be compared in reasonable time. */
export function isBcryptHash(value: unknown): value is string {
  if (typeof value !== "string" || !/^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.test(value)) return false;
  const cost = Number(costOf(value));
  return cost >= 4 && cost <= MAX_COST;
}

/** Returns a hash of the same cost, for users that do not exist. The result of a comparison with it is not used. */
export function dummyHashLike(hash: string): string {
  return `$2b$${costOf(hash)}$${".".repeat(53)}`;
}

function costOf(hash: string): string {
  return hash.slice(4, 6);
}
