import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, root } from "../../e2e/docs/code-block.js";
import { RunningProgram } from "../../e2e/running-program.js";
import { Daemon, freePort } from "../judges/daemon.js";
import { programPath } from "../judges/programs.js";

test("Prometheus scrapes the example with the configuration of the guide", async () => {
  await using program = new RunningProgram(join(root, "temp/examples/standard/simple-service/main.js"));
  const { host } = new URL((await program.url()) ?? "");
  const configuration = blocksOf("docs/getting-started.md").find(({ language }) => language === "yaml")?.code ?? "";
  await using prometheus = new Daemon("prometheus");
  const file = join(prometheus.folder, "prometheus.yml");
  // Only the port, which may be in use, and the scrape interval are changed.
  writeFileSync(file, configuration.replace("127.0.0.1:8000", host).replace("5s", "200ms"));
  const port = await freePort();
  const flags = [`--config.file=${file}`, `--storage.tsdb.path=${join(prometheus.folder, "data")}`];
  await prometheus.start(programPath("prometheus"), [...flags, `--web.listen-address=127.0.0.1:${port}`], port);
  const query = `http://127.0.0.1:${port}/api/v1/query?query=events_total`;
  const series = await prometheus.answer("events_total", async () => {
    const { data } = (await (await fetch(query)).json()) as { data: { result: { metric: object }[] } };
    return data.result[0]?.metric;
  });
  expect(series).toEqual({
    __name__: "events_total",
    host: "alpha",
    instance: host,
    job: "simple-service",
    kind: "timer_expiry",
  });
});
