// @Timer measures calls, from the call until the returned promise settles.
import { setTimeout as sleep } from "node:timers/promises";
import { defaultRegistry, histogram, renderText, type Settled, Timer } from "narthex";

const seconds = histogram({
  name: "job_duration_seconds",
  help: "Time to run a job.",
  labelNames: ["queue", "outcome"],
  buckets: [0.001, 0.01, 0.1, 1],
});

class Jobs {
  // One function returns all labels. It receives the arguments and the outcome of the call.
  @Timer(seconds, {
    labels: ({ args: [queue], outcome }: Settled<[string, number]>) => ({
      queue,
      outcome: outcome.ok ? "ok" : "error",
    }),
  })
  async run(queue: string, milliseconds: number): Promise<void> {
    await sleep(milliseconds);
    if (queue === "broken") throw new Error("no job can be run here");
  }

  // Without a collector, @Timer uses the shared family: method_duration_seconds{class="Jobs",method="plan"}.
  @Timer()
  plan(count: number): number[] {
    return Array.from({ length: count }, (_, i) => i);
  }
}

const jobs = new Jobs();
await Promise.allSettled([jobs.run("mail", 20), jobs.run("mail", 2), jobs.run("broken", 2)]);
jobs.plan(3);

const names = ["job_duration_seconds", "method_duration_seconds"];
console.log(await renderText(defaultRegistry, { names }));
