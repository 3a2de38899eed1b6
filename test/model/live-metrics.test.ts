import { afterEach, describe, expect, test } from "vitest";
import {
  acceptHeaderFor,
  Counter,
  type Gatherer,
  type Incident,
  type MetricFamily,
  onError,
  Registry,
  render,
  renderText,
} from "../../src/index.js";
import { liveSeriesOf } from "../../src/model/families/live-metrics.js";

afterEach(() => onError(undefined));

function requests(): Registry {
  const registry = new Registry();
  const counter = new Counter({ name: "requests_total", help: "", unit: undefined, labelNames: ["route"], registry });
  counter.inc({ route: "/" }, 3);
  return registry;
}

/** A gatherer that changes the families of a registry. */
function changed(change: (family: MetricFamily) => object): Gatherer {
  const registry = requests();
  return {
    async gather(options) {
      const gathered = await registry.gather(options);
      const families = gathered.map((family) => ({ ...family, ...change(family) }) as MetricFamily);
      return Object.assign(families, { [Symbol.dispose]: () => gathered[Symbol.dispose]() });
    },
  };
}

describe("a family of a built-in collector", () => {
  test.each(["text-0.0.4", "openmetrics-1.0.0", "protobuf"] as const)(
    "is written as %s with the metrics that another gatherer gives it",
    async (format) => {
      const accept = acceptHeaderFor(format);
      const doubled = changed(() => ({ metrics: [{ labels: { route: "/doubled" }, value: 6 }] }));
      const plain: Gatherer = {
        async gather() {
          const metrics = [{ labels: { route: "/doubled" }, value: 6 }];
          const families: MetricFamily[] = [{ name: "requests_total", help: "", type: "counter", metrics }];
          return Object.assign(families, { [Symbol.dispose]() {} });
        },
      };
      expect((await render(doubled, { accept })).body).toEqual((await render(plain, { accept })).body);
    },
  );

  test("keeps its live series under the name that another gatherer gives it", async () => {
    const renamed = changed(() => ({ name: "shop_requests_total" }));
    const [family] = await renamed.gather();
    expect(liveSeriesOf(family)).toHaveLength(1);
    expect(await renderText(renamed)).toBe('# TYPE shop_requests_total counter\nshop_requests_total{route="/"} 3\n');
  });
});

test.each([
  ["at once", (families: MetricFamily[]) => families],
  ["later", async (families: MetricFamily[]) => families],
])(
  "a family of a custom collector whose metrics cannot be read, returned %s, is left out and reported",
  async (_, answer) => {
    const incidents: (Incident & { readonly message: string })[] = [];
    onError(({ message }, incident) => incidents.push({ message, ...incident }));
    const registry = requests();
    const unreadable = {
      name: "a",
      help: "",
      type: "gauge",
      get metrics(): never {
        throw new Error("not ready");
      },
    } as const;
    registry.register({
      describe: () => [{ name: "a", help: "", type: "gauge" }],
      collect: () => answer([unreadable]),
    });
    expect(await renderText(registry)).toBe('# TYPE requests_total counter\nrequests_total{route="/"} 3\n');
    expect(incidents).toEqual([{ source: "a", code: "NARTHEX_COLLECTOR_FAILED", message: "not ready" }]);
  },
);
