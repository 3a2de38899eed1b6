// A program as a user writes it: a decorated class, a service that is scraped, a push, and assertions about the metrics.
// Every cell of the matrix runs this file. It uses no globals that a browser-like environment removes.
import assert, { AssertionError } from "node:assert";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  bind,
  ClassLabel,
  CountExceptions,
  Counter,
  counter,
  gauge,
  histogram,
  InProgress,
  Registry,
  renderText,
  type Settled,
  Timer,
} from "narthex";
import { parse } from "narthex/exposition";
import { Pushgateway } from "narthex/push";
import { Service } from "narthex/service";
import { expectMetrics, samplesOf } from "narthex/testing";

interface Order {
  readonly tier: "gold" | "basic";
  readonly isPaid: boolean;
}

class PaymentError extends Error {}

const checkoutSeconds = histogram({
  name: "checkout_duration_seconds",
  help: "Time to check an order out.",
  labelNames: ["tier", "outcome"],
});

@ClassLabel("Checkout") // Some bundlers rename the class.
class Checkout {
  @Timer(checkoutSeconds, {
    labels: ({ args: [order], outcome }: Settled<[Order]>) => ({
      tier: order.tier,
      outcome: outcome.ok ? "ok" : "error",
    }),
  })
  @InProgress(gauge({ name: "checkouts_in_progress", help: "Checkouts running now." }))
  @CountExceptions(counter({ name: "checkout_failures_total", help: "Checkouts that threw." }), { only: PaymentError })
  async pay(order: Order): Promise<string> {
    if (!order.isPaid) throw new PaymentError("declined");
    return order.tier;
  }

  @Timer()
  @CountExceptions(counter({ name: "audit_failures_total", help: "Audits that failed." }), { only: AssertionError })
  audit(expected: number, found: number): void {
    assert.equal(found, expected);
  }
}

const samples = [
  'events_total{kind="timer_expiry"} 6',
  'checkout_duration_seconds_count{tier="gold",outcome="ok"} 1',
  'checkout_duration_seconds_count{tier="basic",outcome="error"} 1',
  "checkouts_in_progress 0",
  "checkout_failures_total 1",
  "audit_failures_total 1",
  'method_duration_seconds_count{class="Checkout",method="audit"} 1',
];

const protobuf =
  "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; q=1, text/plain; q=0.1";

function assertHasSamples(text: string): void {
  for (const sample of samples) assert.ok(text.split("\n").includes(sample), `${sample} is not in\n${text}`);
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function scrape(url: string, accept: string): Promise<{ status: number; contentType: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false, headers: { accept } }, (response) => {
      const { statusCode: status = 0, headers } = response;
      bodyOf(response).then((body) => resolve({ status, contentType: headers["content-type"] ?? "", body }), reject);
    }).on("error", reject);
  });
}

async function scrapeInBothFormats(registry: Registry): Promise<void> {
  const service = new Service({ registry });
  await service.start({ host: "127.0.0.1", port: 0 });
  try {
    const text = await scrape(service.metricsUrl, "text/plain; version=0.0.4");
    assert.equal(text.status, 200, text.body.toString());
    assertHasSamples(text.body.toString());

    const binary = await scrape(service.metricsUrl, protobuf);
    assert.equal(binary.status, 200, binary.body.toString());
    assert.match(binary.contentType, /^application\/vnd\.google\.protobuf/);
    const failures = samplesOf(parse(binary.body, binary.contentType)).find(
      ({ name }) => name === "checkout_failures_total",
    );
    assert.equal(failures?.value, 1);
  } finally {
    await service.stop();
  }
}

/** Pushes to a server that stands in for the gateway. */
async function push(registry: Registry): Promise<void> {
  const pushed: { method: string; url: string; body: string }[] = [];
  const gateway = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    pushed.push({ method, url, body: (await bodyOf(request)).toString() });
    response.end();
  });
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = gateway.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    await new Pushgateway({ url, job: "consumer", registry, format: "text", gzip: false, retry: false }).push();
  } finally {
    gateway.closeAllConnections();
    await new Promise((resolve) => gateway.close(resolve));
  }
  assert.deepEqual(
    pushed.map(({ method, url }) => [method, url]),
    [["PUT", "/metrics/job/consumer"]],
  );
  assertHasSamples(pushed[0]?.body ?? "");
}

/** Runs all steps, and rejects if an assertion fails. It can be called several times. */
export async function program(): Promise<void> {
  const registry = new Registry();
  const events = new Counter({ name: "events_total", help: "Number of events.", labelNames: ["kind"], registry });
  events.labels({ kind: "timer_expiry" }).inc();
  events.inc({ kind: "timer_expiry" }, 5);

  const checkout = new Checkout();
  bind(checkout, registry);
  assert.equal(await checkout.pay({ tier: "gold", isPaid: true }), "gold");
  await assert.rejects(checkout.pay({ tier: "basic", isPaid: false }), PaymentError);
  assert.throws(() => checkout.audit(1, 2), AssertionError);

  assertHasSamples(await renderText(registry));
  await expectMetrics(registry).toHave("checkout_failures_total", {}, 1);
  await expectMetrics(registry).toNotHave("refund_failures_total");
  await scrapeInBothFormats(registry);
  await push(registry);
}
