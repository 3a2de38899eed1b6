import { describe, expect, test } from "vitest";
import { contentTypeOf, type ExpositionFormatName, parse } from "../../src/exposition/index.js";
import { render } from "../../src/exposition/render.js";
import { Counter, type Gatherer, Registry } from "../../src/index.js";
import type { MetricFamily } from "../../src/model/families/metric-family.js";
import { fakeClock } from "../../src/testing/index.js";
import { gathererOf } from "../testing/gatherer-of.js";

async function bodyOf(gatherer: Gatherer, format: ExpositionFormatName, escaping = "underscores" as const) {
  const { body } = await render(gatherer, { accept: contentTypeOf(format, escaping), createdSamples: true });
  return body;
}

async function textOf(gatherer: Gatherer, format: ExpositionFormatName): Promise<string> {
  return Buffer.from(await bodyOf(gatherer, format)).toString();
}

function eventRegistry(): Registry {
  const registry = new Registry();
  const events = new Counter({
    name: "events",
    help: "Number of events.",
    constLabels: { host: "alpha" },
    labelNames: ["kind"],
    totalSuffix: false,
    registry,
  });
  events.inc({ kind: "timer_expiry" }, 33);
  return registry;
}

const text = `# HELP events Number of events.
# TYPE events counter
events{host="alpha",kind="timer_expiry"} 33
`;

const openMetrics = `# TYPE events unknown
# HELP events Number of events.
events{host="alpha",kind="timer_expiry"} 33
# EOF
`;

describe("a counter without _total", () => {
  test.each<[ExpositionFormatName, string]>([
    ["text-0.0.4", text],
    ["text-1.0.0", text],
    ["openmetrics-0.0.1", openMetrics],
    ["openmetrics-1.0.0", openMetrics],
  ])("has its name in %s", async (format, expected) => {
    expect(await textOf(eventRegistry(), format)).toBe(expected);
  });

  test("is a counter of its name in protobuf, with its exemplar and its start", async () => {
    using _clock = fakeClock(1000);
    const registry = new Registry();
    const events = new Counter({ name: "events", help: "", totalSuffix: false, registry });
    events.inc(2, { exemplar: { trace_id: "a" } });
    const exemplar = { labels: { trace_id: "a" }, value: 2, timestamp: 1000 };
    expect(parse(await bodyOf(registry, "protobuf"), contentTypeOf("protobuf", "underscores"))).toEqual([
      { name: "events", help: "", type: "counter", metrics: [{ labels: {}, value: 2, created: 1000, exemplar }] },
    ]);
  });

  test("has neither an exemplar nor a _created sample in OpenMetrics, which allows none for an unknown family", async () => {
    const registry = new Registry();
    const events = new Counter({ name: "events", help: "", totalSuffix: false, registry });
    events.inc(2, { exemplar: { trace_id: "a" } });
    expect(await textOf(registry, "openmetrics-1.0.0")).toBe("# TYPE events unknown\nevents 2\n# EOF\n");
  });

  test("may have a unit", async () => {
    const registry = new Registry();
    new Counter({ name: "sent_bytes", help: "", unit: "bytes", totalSuffix: false, registry });
    expect(await textOf(registry, "openmetrics-1.0.0")).toBe(
      "# TYPE sent_bytes unknown\n# UNIT sent_bytes bytes\nsent_bytes 0\n# EOF\n",
    );
  });

  test("has the prefix of its registry", async () => {
    const registry = new Registry({ prefix: "app_" });
    new Counter({ name: "events", help: "", totalSuffix: false, registry });
    expect(await textOf(registry, "openmetrics-1.0.0")).toBe("# TYPE app_events unknown\napp_events 0\n# EOF\n");
  });

  test("stays unknown if its escaped name ends in _total", async () => {
    const registry = new Registry();
    new Counter({ name: "events.total", help: "", totalSuffix: false, nameValidation: "utf8", registry });
    expect(await textOf(registry, "openmetrics-1.0.0")).toBe("# TYPE events_total unknown\nevents_total 0\n# EOF\n");
  });
});

describe("a counter without _total of a custom collector", () => {
  const exemplar = { labels: { trace_id: "a" }, value: 1, timestamp: 7 };
  const metrics = [{ labels: { kind: "a" }, value: 2, created: 1, exemplar }];
  const families: MetricFamily[] = [{ name: "events", help: "", type: "counter", metrics }];

  test("is gathered and written as a counter in text", async () => {
    const registry = new Registry();
    registry.register({ collect: () => families });
    expect(await textOf(registry, "text-0.0.4")).toBe('# TYPE events counter\nevents{kind="a"} 2\n');
  });

  test("is unknown in OpenMetrics, without its exemplar and its start", async () => {
    expect(await textOf(gathererOf(families), "openmetrics-1.0.0")).toBe(
      '# TYPE events unknown\nevents{kind="a"} 2\n# EOF\n',
    );
  });

  test("is unchanged in protobuf", async () => {
    const body = await bodyOf(gathererOf(families), "protobuf");
    expect(parse(body, contentTypeOf("protobuf", "underscores"))).toEqual(families);
  });

  test("shares the family of a live counter of the same name", async () => {
    const registry = eventRegistry();
    const help = "Number of events.";
    registry.register({ collect: () => families.map((family) => ({ ...family, help })) as MetricFamily[] });
    expect(await textOf(registry, "openmetrics-1.0.0")).toBe(openMetrics.replace("# EOF", 'events{kind="a"} 2\n# EOF'));
  });
});

test.each<[ExpositionFormatName, string]>([
  ["text-0.0.4", "counter"],
  ["openmetrics-1.0.0", "unknown"],
  ["protobuf", "counter"],
])("the parser reads a counter without _total back under its name from %s", async (format, type) => {
  const body = await bodyOf(eventRegistry(), format);
  const [family] = parse(body, contentTypeOf(format, "underscores"));
  expect([family?.name, family?.type]).toEqual(["events", type]);
});
