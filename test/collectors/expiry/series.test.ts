import { expect, test } from "vitest";
import { Counter, Registry } from "../../../src/index.js";
import { fakeClock } from "../../../src/testing/index.js";
import { scraped } from "./expiring.js";

test("an expired series is not among those of its collector", async () => {
  using clock = fakeClock();
  const registry = new Registry();
  const jobs = new Counter({ name: "jobs", help: "", labelNames: ["queue"], ttlSeconds: 60, registry });
  const kept = jobs.labels({ queue: "mail" });
  const queues = () => [...jobs.series()].map(({ labels }) => labels.queue);
  await scraped(registry);
  expect(queues()).toEqual(["mail"]);
  clock.advance(60);
  await scraped(registry);
  expect(queues()).toEqual([]);
  kept.inc();
  await scraped(registry);
  expect(queues()).toEqual(["mail"]);
});
