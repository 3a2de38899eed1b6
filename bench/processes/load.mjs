// Asks the application for small answers at a steady pace, whether or not the last one has come.
import { Agent, get } from "node:http";
import { setTimeout } from "node:timers/promises";
import { answer } from "../harness/process.mjs";
import { quantile } from "../harness/samples.mjs";

const agent = new Agent({ keepAlive: true });

answer({
  /** @returns how long the answers took, in milliseconds */
  async run(port, seconds, ratePerSecond) {
    const took = [];
    const running = [];
    const begin = performance.now();
    for (let due = begin; due < begin + seconds * 1000; due += 1000 / ratePerSecond) {
      const wait = due - performance.now();
      if (wait > 0) await setTimeout(wait);
      running.push(ask(port).then((ms) => took.push(ms)));
    }
    await Promise.all(running);
    return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), max: Math.max(...took), count: took.length };
  },
});

function ask(port) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const request = get({ port, host: "127.0.0.1", path: "/work", agent }, (response) => {
      response.resume();
      response.on("end", () => resolve(performance.now() - start));
    });
    request.on("error", reject);
  });
}
