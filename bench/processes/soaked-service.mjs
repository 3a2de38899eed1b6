// A service under load: updates, series that come and go, and a check that each update arrives where it belongs.
import { createServer } from "node:http";
import { Counter, Histogram, Registry } from "narthex";
import { metricsHandler } from "narthex/service";
import { LoopGap } from "../harness/loop-gap.mjs";
import { answer, task } from "../harness/process.mjs";

const { counters, histograms, updatesPerSecond, churnPerSecond } = task();
const TICK_MS = 10;
/** How many children of removed series go on being written to. */
const DETACHED = 100;
/** Of how many series one has a child that is kept. */
const KEPT = 10;

const registry = new Registry();
const options = { help: "Under load.", labelNames: ["method", "id"], maxSeries: Number.POSITIVE_INFINITY, registry };
const counter = new Counter({ name: "soak_total", ...options });
const histogram = new Histogram({ name: "soak_seconds", ...options });
const rings = [
  ringOf(counters, counter, (child, amount) => child.inc(amount)),
  ringOf(histograms, histogram, (child, amount) => child.observe(amount)),
];
const gap = new LoopGap();
let carry = 0;
let ticked = performance.now();
let updates = 0;

/**
 * Series with consecutive ids, of which the oldest goes when a new one comes. A series is only ever updated by multiples
 * of a number that its id tells, so that whoever reads it sees an update that went astray.
 */
function ringOf(size, collector, update) {
  const ring = { size, collector, update, next: 0, counts: new Float64Array(size), children: [], detached: [] };
  for (let i = 0; i < size; i++) addSeries(ring);
  return ring;
}

function labelsOf(id) {
  return { method: id % 2 === 0 ? "GET" : "PUT", id: String(id) };
}

function addSeries(ring) {
  const id = ring.next++;
  const at = id % ring.size;
  ring.counts[at] = 0;
  const child = ring.collector.labels(labelsOf(id));
  // Most users keep no child.
  ring.children[at] = id % KEPT === 0 ? child : undefined;
}

function removeOldest(ring) {
  const id = ring.next - ring.size;
  const child = ring.children[id % ring.size];
  if (child !== undefined) ring.detached[(id / KEPT) % DETACHED] = child;
  ring.collector.remove(labelsOf(id));
}

function updateSome(ring, count) {
  for (let i = 0; i < count; i++) {
    const id = ring.next - 1 - Math.floor(Math.random() * ring.size);
    const at = id % ring.size;
    const child = ring.children[at];
    const amount = 1 + (id % 7);
    if (child !== undefined) ring.update(child, amount);
    else if (ring.collector === counter) counter.inc(labelsOf(id), amount);
    else histogram.observe(labelsOf(id), amount);
    ring.counts[at] += 1;
    // Not a multiple of anything: where this arrives is seen.
    if (i % 100 === 0) ring.update(ring.detached[Math.floor(Math.random() * DETACHED)] ?? dead, 0.123);
  }
  return Math.ceil(count);
}

/** Stands for a removed child as long as there is none. */
const dead = { inc() {}, observe() {} };

function tick() {
  // Timers come late, and what is due then is made up for, but not what a stalled machine has missed.
  const seconds = Math.min((performance.now() - ticked) / 1000, 0.1);
  ticked = performance.now();
  carry += churnPerSecond * seconds;
  for (; carry >= 1; carry -= 1) {
    for (const ring of rings) {
      removeOldest(ring);
      addSeries(ring);
    }
  }
  const each = (updatesPerSecond * seconds) / rings.length;
  for (const ring of rings) updates += updateSome(ring, each);
}

/** How many live series do not hold what was counted for them. */
function strayed() {
  let wrong = 0;
  for (const ring of rings) {
    for (let id = ring.next - ring.size; id < ring.next; id++) {
      const value = ring.collector.get(labelsOf(id));
      const count = ring.counts[id % ring.size];
      const expected = count * (1 + (id % 7));
      const sum = typeof value === "object" ? value.sum : value;
      if (Math.abs(sum - expected) > 1e-6 || (typeof value === "object" && value.count !== count)) wrong++;
    }
  }
  return wrong;
}

const server = createServer(metricsHandler({ registry }));

server.keepAliveTimeout = 300_000;

answer({
  async listen() {
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    setInterval(tick, TICK_MS);
    gap.start();
    return server.address().port;
  },
  /** Since the last time it was asked. */
  state() {
    const longestGap = gap.stop();
    gap.start();
    return { at: performance.now(), longestGap, updates, rss: process.memoryUsage.rss() };
  },
  strayed,
});
