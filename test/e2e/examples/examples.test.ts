import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eventually } from "../../eventually.js";
import { root } from "../docs/code-block.js";
import { RunningProgram } from "../running-program.js";
import { quiet, scrape, sum } from "./scraped-example.js";

describe.each(["legacy", "standard"])("in the %s dialect", (dialect) => {
  const example = (name: string, env?: Readonly<Record<string, string>>): RunningProgram =>
    new RunningProgram(join(root, "temp/examples", dialect, `${name}.js`), env);

  describe("simple-service", () => {
    test("prints the URL of its metrics in its first line", async () => {
      await using program = example("simple-service/main");
      await program.url();
      expect(program.output).toMatch(/^Serving prometheus metrics on: http:\/\/127\.0\.0\.1:\d+\/metrics\n/);
    });

    test("counts from 0, and continues to count", async () => {
      await using program = example("simple-service/main");
      const url = (await program.url()) ?? "";
      const count = async () => sum((await scrape(url)).text, 'events_total{host="alpha",kind="timer_expiry"}');
      await eventually("the timer", async () => (Number(await count()) >= 2 ? true : undefined));
    });

    test.each(["SIGINT", "SIGTERM"] as const)("exits cleanly at %s", async (signal) => {
      await using program = example("simple-service/main");
      await program.url();
      expect((await program.stop(signal)).code).toBe(0);
    });
  });

  describe("annotated-service", () => {
    test("counts every order once, whether it succeeds or fails", async () => {
      await using program = example("annotated-service/main", { ORDERS: "60" });
      const url = (await program.url()) ?? "";
      const text = await quiet(url, 60);
      const orders = sum(text, "shop_orders_total") ?? 0;
      const paid = sum(text, "shop_order_duration_seconds_count", 'outcome="ok"') ?? 0;
      const failed = sum(text, "shop_order_duration_seconds_count", 'outcome="error"') ?? 0;
      expect(paid + failed).toBe(orders);
      expect(sum(text, "shop_order_value_euros_count")).toBe(paid);
      expect(sum(text, "method_exceptions_total", 'class="Orders"') ?? 0).toBe(failed);
      const refused = sum(text, "shop_payment_failures_total") ?? 0;
      expect(sum(text, "shop_payment_duration_seconds_count", 'outcome="ok"')).toBe(paid);
      expect(sum(text, "shop_payment_duration_seconds_count", 'outcome="error"') ?? 0).toBe(refused);
      expect(sum(text, "shop_payments_in_progress")).toBe(0);
      expect((await program.stop()).code).toBe(0);
    });

    test("exposes orders in progress, and exits cleanly while there are some", async () => {
      await using program = example("annotated-service/main");
      const url = (await program.url()) ?? "";
      await eventually("orders in progress", async () => {
        return Number(sum((await scrape(url)).text, "shop_orders_in_progress")) > 0 ? true : undefined;
      });
      const { code, output } = await program.stop("SIGINT");
      expect(code).toBe(0);
      expect(output).toBe(`Serving prometheus metrics on: ${url}\n`);
    });
  });

  describe("decorators", () => {
    test.each([
      [
        "timer",
        [
          'job_duration_seconds_count{queue="mail",outcome="ok"} 2',
          'job_duration_seconds_count{queue="broken",outcome="error"} 1',
          'method_duration_seconds_count{class="Jobs",method="plan"} 1',
        ],
      ],
      [
        "in-progress",
        [
          'downloads_in_progress{mirror="north"} 2',
          'downloads_in_progress{mirror="south"} 1',
          "listings_in_progress 1",
          'downloads_in_progress{mirror="north"} 0',
          'downloads_in_progress{mirror="south"} 0',
          "listings_in_progress 0",
        ],
      ],
      [
        "count-exceptions",
        [
          'payment_failures_total{reason="invalid"} 1',
          'payment_failures_total{reason="declined"} 2',
          'method_exceptions_total{class="Payments",method="refund",exception="TypeError"} 1',
        ],
      ],
    ])("%s prints its metrics", async (name, samples) => {
      await using program = example(`decorators/${name}`);
      const { code, output } = await program.end();
      expect(code, output).toBe(0);
      expect(output.split("\n")).toEqual(expect.arrayContaining(samples));
    });
  });
});
