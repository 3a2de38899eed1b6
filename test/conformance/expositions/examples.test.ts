import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../e2e/docs/code-block.js";
import { quiet, scrape } from "../../e2e/examples/scraped-example.js";
import { RunningProgram } from "../../e2e/running-program.js";
import { judgeAll } from "../judge-all.js";
import { promtoolCheck } from "../judges/promtool.js";

const accepted = [
  "text/plain; version=0.0.4",
  "text/plain; version=1.0.0",
  "application/openmetrics-text; version=1.0.0",
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
];

describe.each(["legacy", "standard"])("annotated-service in the %s dialect", (dialect) => {
  const example = (env: Readonly<Record<string, string>>): RunningProgram =>
    new RunningProgram(join(root, "temp/examples", dialect, "annotated-service/main.js"), env);

  test("has the same samples for every reader in every format", async () => {
    await using program = example({ ORDERS: "40" });
    const url = (await program.url()) ?? "";
    const text = await quiet(url, 40);
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = ""]) => name);
    const own = names.filter((name) => /^(shop|method)/.test(name));
    const restricted = `${url}?${own.map((name) => `name[]=${name}`).join("&")}`;
    const samples = await judgeAll(await Promise.all(accepted.map((accept) => scrape(restricted, accept))));
    expect(new Set(own)).toContain("shop_payment_provider");
    expect(samples.length).toBeGreaterThan(own.length);
  });

  test("has no name that promtool warns about", async () => {
    await using program = example({ ORDERS: "20" });
    const url = (await program.url()) ?? "";
    expect(await promtoolCheck(await quiet(url, 20))).toEqual({ exitCode: 0, lint: [] });
  });
});
