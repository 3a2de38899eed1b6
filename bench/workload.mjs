/** Default bounds of all libraries: 11 buckets. */
export const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const METHODS = ["GET", "PUT", "POST", "DELETE", "PATCH"];
const STATUSES = ["200", "201", "304", "404", "500"];

/** Labels of a counter or gauge as in HTTP services: one of the three has many values, and it stands in the middle. */
export const LABEL_NAMES = ["method", "route", "status"];

/** The label values of the series with this number: a new object each time, as a caller makes it. */
export function labelsOf(number) {
  return {
    method: METHODS[number % METHODS.length],
    route: `/api/v1/resource/${number}`,
    status: STATUSES[(number >> 3) % STATUSES.length],
  };
}

/** Thousand pairs of values for the rows whose labels rotate. */
export const rotating = {
  methods: Array.from({ length: 1000 }, (_, i) => METHODS[i % METHODS.length]),
  routes: Array.from({ length: 1000 }, (_, i) => `/api/v1/resource/${Math.floor(i / METHODS.length)}`),
};

/** Latencies in seconds, spread like those of a service over most of the buckets; a power of two of them. */
export const latencies = Array.from({ length: 4096 }, (_, i) => Math.exp(-3.5 + 1.4 * normal(i)));

/** What a counter counts: whole numbers of one to six digits. */
export function countOf(number) {
  return 1 + ((number * 7919) % 10 ** (1 + (number % 6)));
}

/** A standard normal number from a counter, the same in each run. */
function normal(number) {
  const [a, b] = [fraction(number * 2 + 1), fraction(number * 2 + 2)];
  return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
}

function fraction(number) {
  const mixed = Math.imul(number ^ (number >>> 15), 0x2c1b3c6d);
  return (((mixed ^ (mixed >>> 12)) >>> 0) + 1) / (2 ** 32 + 1);
}
