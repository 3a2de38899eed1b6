import { describe, expect, test } from "vitest";
import { acceptHeaderFor, type EscapingScheme, escapingSchemes, parse, render } from "../../src/exposition/index.js";
import { Counter, Gauge, Registry } from "../../src/index.js";

async function unitLines(registry: Registry, scheme: EscapingScheme): Promise<string[]> {
  const { body, contentType } = await render(registry, { accept: acceptHeaderFor("openmetrics-1.0.0", scheme) });
  parse(body, contentType);
  return (
    Buffer.from(body)
      .toString()
      .match(/^# UNIT .*$/gm) ?? []
  );
}

describe("OpenMetrics has a unit only where readers accept it", () => {
  test.each<[EscapingScheme, string[]]>([
    ["allow-utf-8", ["# UNIT cpu_seconds seconds", '# UNIT "wait.time_seconds" seconds']],
    ["underscores", ["# UNIT cpu_seconds seconds", "# UNIT wait_time_seconds seconds"]],
    ["dots", []],
    ["values", ["# UNIT cpu_seconds seconds"]],
  ])("for counters under the escaping scheme %s", async (scheme, lines) => {
    const registry = new Registry();
    const options = { help: "", unit: "seconds", nameValidation: "utf8", registry } as const;
    new Counter({ name: "cpu_seconds_total", ...options });
    new Counter({ name: "wait.time_seconds_total", ...options });
    expect(await unitLines(registry, scheme)).toEqual(lines);
  });

  test.each(escapingSchemes)("for gauges under the escaping scheme %s", async (scheme) => {
    const registry = new Registry();
    new Gauge({ name: "wait_seconds", help: "", unit: "seconds", registry });
    expect(await unitLines(registry, scheme)).toHaveLength(1);
  });

  test("and not for a unit with a line feed, which would end the line", async () => {
    const registry = new Registry();
    new Gauge({ name: "wait_long\nseconds", help: "", unit: "long\nseconds", nameValidation: "utf8", registry });
    expect(await unitLines(registry, "allow-utf-8")).toEqual([]);
  });
});
