import { describe, expect, test } from "vitest";
import { render } from "../../../src/exposition/render.js";
import { renderText } from "../../../src/exposition/render-text.js";
import { Registry } from "../../../src/registry/registry.js";
import { collectRuntimeMetrics } from "../../../src/runtime/index.js";
import { promtoolCheck } from "../judges/promtool.js";
import { openMetricsParser } from "../judges/python-parsers.js";

describe("promtool", () => {
  test("accepts the runtime metrics without a warning", async () => {
    const registry = new Registry();
    using _ = collectRuntimeMetrics(registry);
    expect(await promtoolCheck(await renderText(registry))).toEqual({ exitCode: 0, lint: [] });
  });

  test("warns about the three old names only", async () => {
    const registry = new Registry();
    using _ = collectRuntimeMetrics(registry, { legacyNames: true });
    const { lint } = await promtoolCheck(await renderText(registry));
    expect(lint).toEqual(
      ["handles", "requests", "resources"].map((kind) =>
        expect.stringContaining(`nodejs_active_${kind}_total non-counter metrics should not have "_total" suffix`),
      ),
    );
  });
});

test("client_python's OpenMetrics parser reads the runtime metrics with the three old names", async () => {
  const registry = new Registry();
  using _ = collectRuntimeMetrics(registry, { legacyNames: true });
  const { body } = await render(registry, { accept: "application/openmetrics-text;version=1.0.0" });
  const families = await openMetricsParser(body);
  expect(families.map(({ name }) => name)).toContain("nodejs_active_handles_total");
});
