import { expect, test } from "vitest";
import { ask } from "../../web-client.js";
import { VictoriaMetricsServer } from "../judges/victoria-metrics-server.js";

test("VictoriaMetrics accepts a push at its import path and returns the samples", { timeout: 60_000 }, async () => {
  await using server = await VictoriaMetricsServer.start();
  const { status } = await ask(`${server.url}/api/v1/import/prometheus`, {
    method: "POST",
    body: 'jobs{kind="a"} 3\n',
  });
  expect(status).toBe(204);
  expect(await server.exported("jobs")).toMatchObject([{ metric: { __name__: "jobs", kind: "a" }, values: [3] }]);
  expect(await server.query("sum(jobs)")).toMatchObject([{ value: 3 }]);
});
