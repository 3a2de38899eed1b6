// Scrapes over HTTP, in a process of its own, so that what the client does is not in the server's figures.
import { Agent, get } from "node:http";
import { answer } from "../harness/process.mjs";
import { quantile } from "../harness/samples.mjs";

const agent = new Agent({ keepAlive: true });
let isStopped = true;
let looping;

/** One scrape; fails unless the body arrives as a whole. */
function scrape(port, headers) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const request = get({ port, host: "127.0.0.1", path: "/metrics", headers, agent }, (response) => {
      let bytes = 0;
      response.on("data", (chunk) => {
        bytes += chunk.length;
      });
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode !== 200 || !response.complete) reject(new Error(`status ${response.statusCode}`));
        else resolve({ bytes, ms: performance.now() - start, encoding: response.headers["content-encoding"] });
      });
    });
    request.on("error", reject);
  });
}

answer({
  scrape,
  /** Scrapes for some seconds. */
  async repeat(port, seconds) {
    const took = [];
    for (const begin = performance.now(); performance.now() - begin < seconds * 1000; ) {
      took.push((await scrape(port, {})).ms);
    }
    return { scrapes: took.length, p99: quantile(took, 0.99) };
  },
  /** Scrapes again and again until it is stopped. */
  begin(port, headers) {
    isStopped = false;
    looping = (async () => {
      let scrapes = 0;
      for (; !isStopped; scrapes++) await scrape(port, headers);
      return scrapes;
    })();
  },
  stop() {
    isStopped = true;
    return looping;
  },
});
