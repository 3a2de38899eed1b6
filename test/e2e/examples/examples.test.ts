import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { run } from "../../judges/command.js";
import { eventually } from "../../judges/eventually.js";
import { type Exposition, textOf } from "../../judges/format.js";
import { judgeAll } from "../../judges/judge-all.js";
import { promtoolCheck } from "../../judges/promtool.js";
import { ask } from "../../judges/web-client.js";
import { root } from "../docs/code-block.js";
import { RunningProgram } from "../running-program.js";

const accepted = [
  "text/plain; version=0.0.4",
  "text/plain; version=1.0.0",
  "application/openmetrics-text; version=1.0.0",
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
];

async function scrape(url: string, accept?: string): Promise<Exposition & { readonly text: string }> {
  const { status, headers, body } = await ask(url, accept === undefined ? {} : { headers: { accept } });
  expect(status).toBe(200);
  return { contentType: headers["content-type"] ?? "", body, text: accept === undefined ? textOf(body) : "" };
}

/** The values of a sample's series, added up; `undefined` when there is none. */
function sum(text: string, name: string, label = ""): number | undefined {
  const values = text
    .split("\n")
    .filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(label))
    .map((line) => Number(line.slice(line.lastIndexOf(" "))));
  return values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0);
}

beforeAll(async () => {
  const { exitCode, stdout } = await run(process.execPath, [join(root, "scripts/examples.mjs"), "build"]);
  expect(exitCode, stdout.toString()).toBe(0);
});

describe.each(["legacy", "standard"])("in the %s dialect", (dialect) => {
  const example = (name: string, env?: Readonly<Record<string, string>>): RunningProgram =>
    new RunningProgram(join(root, "temp/examples", dialect, `${name}.js`), env);

  describe("simple-service", () => {
    test("says where it serves, in its first line", async () => {
      await using program = example("simple-service/main");
      await program.url();
      expect(program.output).toMatch(/^Serving prometheus metrics on: http:\/\/127\.0\.0\.1:\d+\/metrics\n/);
    });

    test("counts from 0, and goes on counting", async () => {
      await using program = example("simple-service/main");
      const url = (await program.url()) ?? "";
      const count = async () => sum((await scrape(url)).text, 'events_total{host="alpha",kind="timer_expiry"}');
      await eventually("the timer", async () => (Number(await count()) >= 2 ? true : undefined));
    });

    test.each(["SIGINT", "SIGTERM"] as const)("ends well on %s", async (signal) => {
      await using program = example("simple-service/main");
      await program.url();
      expect((await program.stop(signal)).code).toBe(0);
    });
  });

  describe("annotated-service", () => {
    test("counts every order once, whatever became of it", async () => {
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

    test("shows work in flight, and ends while there is some", async () => {
      await using program = example("annotated-service/main");
      const url = (await program.url()) ?? "";
      await eventually("orders in progress", async () => {
        return Number(sum((await scrape(url)).text, "shop_orders_in_progress")) > 0 ? true : undefined;
      });
      const { code, output } = await program.stop("SIGINT");
      expect(code).toBe(0);
      expect(output).toBe(`Serving prometheus metrics on: ${url}\n`);
    });

    test("is read alike by every judge, in every format", async () => {
      await using program = example("annotated-service/main", { ORDERS: "40" });
      const url = (await program.url()) ?? "";
      const text = await quiet(url, 40);
      const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name);
      const own = names.filter((name) => /^(shop|method)/.test(name));
      const restricted = `${url}?${own.map((name) => `name[]=${name}`).join("&")}`;
      const samples = await judgeAll(await Promise.all(accepted.map((accept) => scrape(restricted, accept))));
      expect(new Set(own)).toContain("shop_payment_provider");
      expect(samples.length).toBeGreaterThan(own.length);
    });

    test("has no name that promtool finds fault with", async () => {
      await using program = example("annotated-service/main", { ORDERS: "20" });
      const url = (await program.url()) ?? "";
      expect(await promtoolCheck(await quiet(url, 20))).toEqual({ exitCode: 0, lint: [] });
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
    ])("%s prints what it measured", async (name, samples) => {
      await using program = example(`decorators/${name}`);
      const { code, output } = await program.end();
      expect(code, output).toBe(0);
      expect(output.split("\n")).toEqual(expect.arrayContaining(samples));
    });
  });

  /** The text when the load has ended. */
  function quiet(url: string, orders: number): Promise<string> {
    return eventually(`${orders} orders`, async () => {
      const { text } = await scrape(url);
      const isOver = (sum(text, "shop_orders_total") ?? 0) >= orders && sum(text, "shop_orders_in_progress") === 0;
      return isOver ? text : undefined;
    });
  }
});
