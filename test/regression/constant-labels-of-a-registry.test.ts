import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "../../src/exposition/index.js";
import {
  type Collector,
  Gauge,
  Info,
  type MetricFamily,
  onError,
  Registry,
  render,
  renderText,
  StateSet,
} from "../../src/index.js";
import { withCode } from "../../src/model/errors/coded-error.js";

const formats = [
  "text/plain;version=0.0.4",
  "text/plain;version=1.0.0",
  "application/openmetrics-text;version=0.0.1",
  "application/openmetrics-text;version=1.0.0",
  "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
];

const heard: string[] = [];
beforeEach(() => {
  heard.length = 0;
  onError((error) => heard.push(error.message));
});
afterEach(() => onError(undefined));

/** The metrics of the only family, rendered and parsed in one format. */
async function read(registry: Registry, accept: string) {
  const { body, contentType } = await render(registry, { accept });
  const families = await parse(body, contentType);
  return families.flatMap(({ metrics }) => [...metrics]);
}

const lines = async (registry: Registry) =>
  (await renderText(registry)).split("\n").filter((line) => line !== "" && !line.startsWith("#"));

function built(...families: MetricFamily[]): Collector {
  return { collect: () => families };
}

describe.each(formats)("in %s a constant label is overridden by", (format) => {
  const constLabels = { version: "1.2.3", zone: "a" };

  test("a label of an info metric", async () => {
    const registry = new Registry();
    new Info({ name: "build", help: "", registry }).set({ version: "20" });
    registry.setConstLabels(constLabels);
    expect(await lines(registry)).toEqual(['build_info{zone="a",version="20"} 1']);
    expect(await read(registry, format)).toHaveLength(1);
  });

  test("an info label of a custom collector", async () => {
    const registry = new Registry({ constLabels });
    const metrics = [{ labels: {}, info: { version: "20" } }];
    registry.register(built({ name: "build_info", help: "", type: "info", metrics }));
    expect(await lines(registry)).toEqual(['build_info{zone="a",version="20"} 1']);
    expect(await read(registry, format)).toHaveLength(1);
  });

  test("the state label of a custom collector, which is its full name", async () => {
    const registry = new Registry({ prefix: "app_", constLabels: { app_mode: "x", zone: "a" } });
    const metrics = [{ labels: {}, states: { on: true } }];
    registry.register(built({ name: "mode", help: "", type: "stateset", metrics }));
    expect(await lines(registry)).toEqual(['app_mode{zone="a",app_mode="on"} 1']);
    expect(await read(registry, format)).toHaveLength(1);
  });
});

describe("the registry rejects a state set", () => {
  const options = { name: "mode", help: "", states: ["on", "off"] } as const;
  const taken = 'mode: the label "app_mode" is also a constant label of the registry. Rename one of them.';

  test("whose full name is a constant label", () => {
    const registry = new Registry({ prefix: "app_", constLabels: { app_mode: "x" } });
    expect(() => new StateSet({ ...options, registry })).toThrow(withCode("NARTHEX_LABEL_CONFLICT", new Error(taken)));
  });

  test("whose full name becomes a constant label", () => {
    const registry = new Registry({ prefix: "app_" });
    new StateSet({ ...options, registry });
    expect(() => registry.setConstLabels({ app_mode: "x" })).toThrow(
      withCode("NARTHEX_LABEL_CONFLICT", new Error(taken)),
    );
    registry.setConstLabels({ mode: "x" });
    expect(registry.constLabels).toEqual({ mode: "x" });
  });

  test.each([{ labelNames: ["app_mode"] }, { constLabels: { app_mode: "x" } }])(
    "that has a label of its own full name: %j",
    (labels) => {
      const registry = new Registry({ prefix: "app_" });
      expect(() => new StateSet({ ...options, ...labels, registry })).toThrow(
        withCode(
          "NARTHEX_LABEL_CONFLICT",
          new Error(
            'mode: the label "app_mode" must be renamed, because it shows the states in a registry with the prefix "app_".',
          ),
        ),
      );
    },
  );
});

describe("a custom collector is omitted and reported", () => {
  test("if a constant label makes two of its series equal", async () => {
    const registry = new Registry({ constLabels: { region: "eu" } });
    const metrics = [
      { labels: { region: "eu" }, value: 1 },
      { labels: {}, value: 2 },
    ];
    registry.register(built({ name: "g", help: "", type: "gauge", metrics }));
    expect(await lines(registry)).toEqual([]);
    expect(heard).toEqual(['g: two series have the labels {"region":"eu"}.']);
  });

  test("if a constant label makes its series equal to that of a live collector", async () => {
    const registry = new Registry({ constLabels: { region: "eu" } });
    new Gauge({ name: "g", help: "", registry }).set(1);
    registry.register(built({ name: "g", help: "", type: "gauge", metrics: [{ labels: { region: "eu" }, value: 2 }] }));
    expect(await lines(registry)).toEqual(['g{region="eu"} 1']);
    expect(heard).toEqual(['g: two series have the labels {"region":"eu"}.']);
  });

  test("if the prefix makes a label equal to that of its states", async () => {
    const registry = new Registry({ prefix: "app_" });
    const metrics = [{ labels: { app_mode: "x" }, states: { on: true } }];
    registry.register(built({ name: "mode", help: "", type: "stateset", metrics }));
    expect(await lines(registry)).toEqual([]);
    expect(heard).toEqual(['mode: label "app_mode" must be renamed, because formats add such a label.']);
  });
});
