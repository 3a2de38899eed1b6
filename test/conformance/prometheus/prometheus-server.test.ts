import { describe, expect, test } from "vitest";
import { isAtLeast } from "../judges/programs.js";
import { PrometheusServer } from "../judges/prometheus-server.js";
import { TestTarget } from "../test-target.js";

const text = "text/plain; version=0.0.4";
const openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

describe("Prometheus", { timeout: 60_000 }, () => {
  test("scrapes a target and returns its values, metadata and exemplars", async () => {
    const body = `# TYPE jobs counter
# HELP jobs Jobs "done".
jobs_total{kind="a"} 3 # {trace_id="x"} 1 ${Date.now() / 1000}
# TYPE size gauge
size -0
# TYPE tiny gauge
tiny 1e-320
# TYPE endless gauge
endless -Inf
# EOF
`;
    await using target = await TestTarget.start(() => ({ contentType: openMetrics, body }));
    await using prometheus = await PrometheusServer.start({
      targets: { app: target.url },
      features: ["exemplar-storage"],
    });
    await prometheus.scraped("app", 2);
    expect(await prometheus.query("jobs_total")).toMatchObject([{ metric: { kind: "a", job: "app" }, value: 3 }]);
    expect(await prometheus.value("size")).toBe(-0);
    expect(await prometheus.value("tiny")).toBe(1e-320);
    expect(await prometheus.value("endless")).toBe(-Infinity);
    expect(await prometheus.metadata("app")).toContainEqual(
      expect.objectContaining({ metric: "jobs", type: "counter", help: 'Jobs "done".' }),
    );
    const [found] = await prometheus.exemplars("jobs_total");
    expect(found?.exemplars).toMatchObject([{ labels: { trace_id: "x" }, value: "1" }]);
    const now = Date.now() / 1000;
    const [range] = await prometheus.queryRange("jobs_total", now - 1, now, 1);
    expect(range?.values.at(-1)?.[1]).toBe(3);
    expect(target.accepted[0]).toMatch(/^application\/openmetrics-text;version=1\.0\.0[,;]/);
  });

  test("prefers protobuf if native histograms are enabled", async () => {
    await using target = await TestTarget.start(() => ({ contentType: text, body: "a 1\n" }));
    await using prometheus = await PrometheusServer.start({
      targets: { app: target.url },
      features: ["native-histograms", "exemplar-storage"],
    });
    await prometheus.scraped("app");
    expect(target.accepted[0]).toMatch(/^application\/vnd\.google\.protobuf;/);
  });

  test("reports the reason why a scrape fails", async () => {
    const bad: Record<string, readonly [contentType: string, body: string | Uint8Array]> = {
      "not UTF-8": [text, Buffer.from('a{b="\xed\xa0\x80"} 1\n', "latin1")],
      "byte order mark": [text, "\ufeffa 1\n"],
      "number out of range": [text, "a 1e999\n"],
      "no end": [openMetrics, "a 1\n"],
      "exemplar on a gauge": [openMetrics, '# TYPE a gauge\na 1 # {b="c"} 1\n# EOF\n'],
    };
    await using target = await TestTarget.start(({ url = "" }) => {
      const [contentType, body] = bad[decodeURIComponent(url.slice(1))] ?? [text, "a 1\n"];
      return { contentType, body };
    });
    const jobs = [...Object.keys(bad), "good"];
    await using prometheus = await PrometheusServer.start({
      targets: Object.fromEntries(jobs.map((job) => [job, `${target.url}/${job}`])),
    });
    const outcomes = await Promise.allSettled(jobs.map((job) => prometheus.scraped(job)));
    const reasons = outcomes.map((outcome) => (outcome.status === "rejected" ? String(outcome.reason) : "up"));
    const isNewer = isAtLeast("prometheus", 2, 53);
    // Newer versions quote the input at the end.
    const because = (reason: string) => (isNewer ? expect.stringContaining(reason) : reason);
    const mark = isNewer ? 'expected a valid start token, got "\\xef"' : '"INVALID" is not a valid start token';
    expect(reasons).toEqual([
      because("Error: not UTF-8 is down: invalid UTF-8 label value"),
      because(`Error: byte order mark is down: ${mark}`),
      because('Error: number out of range is down: strconv.ParseFloat: parsing "1e999": value out of range'),
      "Error: no end is down: data does not end with # EOF",
      isNewer ? "up" : "Error: exemplar on a gauge is down: metric name a does not support exemplars",
      "up",
    ]);
  });

  test("that does not start causes an error with its output", async () => {
    const start = PrometheusServer.start({ targets: {}, flags: ["--no-such-flag"] });
    await expect(start).rejects.toThrow("unknown long flag '--no-such-flag'");
  });
});
