/** Within how much of a floor that was measured in the same run a row may stay where its target is out of reach. */
const FLOOR_FACTOR = 1.2;

/** The name of our cases. */
export const OURS = "narthex";

/**
 * A row that says how many times faster than the fastest peer we are.
 *
 * @param {string} row - what is measured
 * @param {import("./samples.mjs").Samples} samples - of us, the peers, and perhaps a floor
 * @param {{ target?: number, unit?: string, scale?: number, ours?: string, peers?: string[], floor?: string, note?: string }} options -
 *   without a target the row only informs; `ours` and `peers` name the cases, `scale` is what a sample is multiplied with for the unit
 */
export function faster(row, samples, options) {
  const { target, unit = "ns", scale = 1, ours = OURS, floor, note } = options;
  const peers = options.peers ?? samples.names.filter((name) => name !== ours && name !== floor);
  const fastest = samples.lowest(peers);
  const ratio = samples.ratio(fastest, ours);
  return {
    row,
    unit,
    ours: samples.median(ours) * scale,
    peers: Object.fromEntries(peers.map((name) => [name, samples.median(name) * scale])),
    fastest,
    ratio,
    target: target === undefined ? "" : `≥ ${target} × faster`,
    status: target === undefined ? "" : ratio >= target ? "pass" : nearFloor(samples, ours, floor) ? "floor" : "short",
    ...floorOf(samples, ours, floor, scale),
    ...(note !== undefined && { note }),
  };
}

/**
 * A row that says how much more or less than the least of the others we need.
 *
 * @param {string} row - what is measured
 * @param {import("./samples.mjs").Samples} samples - of us and of what we are held against
 * @param {{ target: number, unit?: string, scale?: number, ours?: string, peers?: string[], floor?: string, note?: string }} options - as above
 */
export function atMost(row, samples, options) {
  const { target, unit = "ns", scale = 1, ours = OURS, floor, note } = options;
  const peers = options.peers ?? samples.names.filter((name) => name !== ours && name !== floor);
  const least = samples.lowest(peers);
  const ratio = samples.ratio(ours, least);
  return {
    row,
    unit,
    ours: samples.median(ours) * scale,
    peers: Object.fromEntries(peers.map((name) => [name, samples.median(name) * scale])),
    fastest: least,
    ratio,
    target: `≤ ${target} ×`,
    status: ratio <= target ? "pass" : nearFloor(samples, ours, floor) ? "floor" : "short",
    ...floorOf(samples, ours, floor, scale),
    ...(note !== undefined && { note }),
  };
}

/**
 * A row that holds our figure against a bound.
 *
 * @param {string} row - what is measured
 * @param {{ ours: number, target: number, unit: string, peers?: Record<string, number>, floor?: { name: string, value: number }, note?: string }} figures
 */
export function below(row, { ours, target, unit, peers = {}, floor, note }) {
  const nearFloor = floor !== undefined && ours <= floor.value * FLOOR_FACTOR;
  return {
    row,
    unit,
    ours,
    peers,
    target: `≤ ${target} ${unit}`,
    status: ours <= target ? "pass" : nearFloor ? "floor" : "short",
    ...(floor !== undefined && { floor: { ...floor, ratio: ours / floor.value } }),
    ...(note !== undefined && { note }),
  };
}

/** A row that only informs. */
export function shown(row, { ours, unit, peers = {}, note }) {
  return { row, unit, ours, peers, target: "", status: "", ...(note !== undefined && { note }) };
}

/** A row of something that holds or does not. */
export function holds(row, isTrue, note) {
  return { row, unit: "", ours: undefined, peers: {}, target: "holds", status: isTrue ? "pass" : "short", note };
}

function nearFloor(samples, ours, floor) {
  return floor !== undefined && samples.ratio(ours, floor) <= FLOOR_FACTOR;
}

function floorOf(samples, ours, floor, scale) {
  if (floor === undefined) return {};
  return { floor: { name: floor, value: samples.median(floor) * scale, ratio: samples.ratio(ours, floor) } };
}
