import { beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "../../src/exposition/index.js";
import { FakeGateway } from "../push/fake-gateway.js";
import { mounted } from "../service/serving.js";
import { ask } from "../web-client.js";
import { loadInContext } from "./load-in-context.js";
import { type Program, program } from "./program.js";

const PROTOBUF = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

/** Replaces a class or function of Node.js with one of another platform that has the same name. */
function foreign(): never {
  throw new Error("this is not the global of Node.js");
}
const webNames =
  "AbortController AbortSignal Blob Event EventTarget MessageChannel ReadableStream Request Response TextDecoder " +
  "TextEncoder TransformStream URL URLSearchParams WritableStream clearInterval clearTimeout clearImmediate fetch " +
  "performance queueMicrotask setImmediate setInterval setTimeout structuredClone";

/** An abort signal of another implementation, without `throwIfAborted`, `any` and `timeout`. */
class ForeignSignal extends EventTarget {
  aborted = false;
  reason: unknown;

  abort(reason: unknown): void {
    this.aborted = true;
    this.reason = reason;
    this.dispatchEvent(new Event("abort"));
  }
}

const contexts = {
  "without any global": {},
  "with globals of another platform": Object.fromEntries(webNames.split(" ").map((name) => [name, foreign])),
};

describe.each(Object.entries(contexts))("in a context %s", (_, globals) => {
  describe.each(["legacy", "standard"] as const)("with %s decorators", (dialect) => {
    let loaded: Program;
    beforeEach(async () => {
      loaded = loadInContext<Program>(program, dialect, globals);
      await loaded.call();
    });

    test("decorated methods and web streams are measured, and the test helpers work", async () => {
      expect(await loaded.checkWithTestHelpers()).toBe(1);
      expect(await loaded.measureStream()).toEqual(["chunk", 1]);
    });

    test("expositions are written in every format, as a whole and as a stream", async () => {
      for (const accept of ["text/plain;version=0.0.4", "application/openmetrics-text;version=1.0.0", PROTOBUF]) {
        const { body, contentType } = await loaded.rendered({ accept });
        const families = parse(new Uint8Array(body), contentType);
        expect(families.map(({ name }) => name)).toContain("refusals_total");
      }
      expect(await loaded.streamed()).toBeGreaterThan(1_000);
    });

    test("promises, lists and errors of another realm are accepted", async () => {
      const told: Error[] = [];
      loaded.onError((error) => void told.push(error));
      const values = [{ labels: { kind: "a" }, value: 5 }];
      expect(await loaded.shownOf(async () => values)).toContain('given{kind="a"} 5');
      expect(await loaded.shownOf(() => values)).toContain('given{kind="a"} 5');
      const error = new TypeError("no answer");
      await loaded.shownOf(() => Promise.reject(error));
      expect(told[0]).toBe(error);
      const occupied = new URL((await loaded.service.start({ host: "127.0.0.1" })).url).port;
      await expect(new loaded.Service().start({ host: "127.0.0.1", port: Number(occupied) })).rejects.toThrow(/in use/);
      await loaded.service.stop();
    });

    test("the service and the handler respond, compressed or not, and the service stops", async () => {
      await loaded.service.start({ host: "127.0.0.1" });
      for (const headers of [{}, { Accept: PROTOBUF }, { "Accept-Encoding": "gzip" }])
        expect((await ask(loaded.service.metricsUrl, { headers })).status).toBe(200);
      await loaded.service.stop();
      await using server = await mounted(loaded.handler);
      const { status, body } = await ask(`${server.url}/metrics`);
      expect([status, body.toString().includes("\nrefusals_total 1\n")]).toEqual([200, true]);
    });

    test("a Pushgateway receives pushes of each kind", async () => {
      await using fake = await FakeGateway.start();
      const gateway = loaded.gatewayAt(fake.url);
      await gateway.push();
      await gateway.delete();
      await loaded.jobPushedTo(gateway);
      expect(fake.received.map(({ method }) => method)).toEqual(["PUT", "DELETE", "POST"]);
      const pushes = gateway.pushEvery(0.001);
      await vi.waitUntil(() => fake.received.length > 4);
      pushes[Symbol.dispose]();
    });
  });

  test("signals of another implementation abort a push, a rendering and a stream", async () => {
    await using fake = await FakeGateway.start("hang");
    const loaded = loadInContext<Program>(program, "standard", globals);
    const reason = new Error("enough");
    const signal = new ForeignSignal();
    const pushed = loaded.gatewayAt(fake.url).push({ signal: signal as unknown as AbortSignal });
    await vi.waitUntil(() => fake.received.length === 1);
    signal.abort(reason);
    await expect(pushed).rejects.toBe(reason);
    await expect(loaded.streamed(signal as unknown as AbortSignal)).rejects.toBe(reason);
    await expect(loaded.rendered({ signal: signal as unknown as AbortSignal })).rejects.toBe(reason);
  });
});
