// A service with a guard or without one. It tells what it costs and for how long its event loop was held.
import { readFileSync } from "node:fs";
import { hashSync } from "bcryptjs";
import { Service } from "narthex/service";
import { contents, updateSome } from "../fill.mjs";
import { LoopGap } from "../harness/loop-gap.mjs";
import { answer, task } from "../harness/process.mjs";
import { library } from "../libraries/index.mjs";

const { password, token, series } = task();
const filled = library("narthex").create();
const update = contents.counters(filled, series);
const guard = {
  ...(password && { basicAuthUsers: { prometheus: hashSync(password, 10) } }),
  ...(token && { bearerTokens: [token] }),
};
const service = new Service({ registry: filled.registry, ...((password || token) && { guard }) });
const gap = new LoopGap(process.env.BENCH_CLOCK === "cpu" ? mainThreadTime : undefined);
let updates = 0;

answer({
  async listen() {
    await service.start({ host: "127.0.0.1" });
    return new URL(service.url).port;
  },
  update: () => updateSome(update, series, updates++),
  /** Processor time of all threads, in milliseconds. */
  time() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  watch: () => gap.start(),
  longestGap: () => gap.stop(),
});

/** Processor time of this thread alone, in milliseconds: that of the process includes the thread for passwords. */
function mainThreadTime() {
  return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ", 1)[0]) / 1e6;
}
