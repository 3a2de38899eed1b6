// Serves the metrics of one library beside a small application, and watches its own event loop.
import { createServer } from "node:http";
import { metricsHandler } from "narthex/service";
import { contents, updateSome } from "../fill.mjs";
import { LoopGap } from "../harness/loop-gap.mjs";
import { answer, task } from "../harness/process.mjs";
import { milliseconds } from "../harness/stopwatch.mjs";
import { library } from "../libraries/index.mjs";

const { name, content, series } = task();
const isConstant = name === "constant body";
const filled = library(isConstant ? "narthex" : name).create();
const update = contents[content](filled, series);
const gap = new LoopGap();
const constant = isConstant ? await filled.scrape("text") : undefined;
const serveMetrics = name === "narthex" ? metricsHandler({ registry: filled.registry }) : asUsersDo;
let updates = 0;

const server = createServer((request, response) => {
  if (request.url === "/work") response.end(JSON.stringify({ at: Date.now(), user: "someone", items: [1, 2, 3] }));
  else void serveMetrics(request, response);
});

// Kept connections wait for longer than clients pause.
server.keepAliveTimeout = 300_000;

answer({
  async listen() {
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server.address().port;
  },
  watch: () => gap.start(),
  longestGap: () => gap.stop(),
  update: () => updateSome(update, series, updates++),
  /** What the clock of the bench shows in this process. */
  time: () => milliseconds(),
  memory: () => process.memoryUsage().rss,
});

/**
 * A library without a service of its own stands behind `node:http`, as its documentation has it. So does a body that is
 * never written anew: what is left is the cost of HTTP.
 */
async function asUsersDo(_, response) {
  const body = constant ?? (await filled.scrape("text"));
  response.setHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.end(body);
}
