import express from "express";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { onError } from "../../../src/globals/error-listener.js";
import { defaultRegistry, Registry, renderText } from "../../../src/index.js";
import { guard, metricsHandler } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { frameworks, listening } from "../frameworks.js";
import { mounted, serve } from "../serving.js";
import { basic, bearer, secret, secretHash } from "./hashes.js";

const token = "t0ken-t0ken";
const family = "narthex_guard_refused_requests_total";

const reported: unknown[] = [];
beforeEach(() => onError((error) => reported.push(error)));
afterEach(() => {
  onError(undefined);
  expect(reported.splice(0)).toEqual([]);
});

describe.each(Object.entries(frameworks))("a guard in %s", (_, serve) => {
  test("protects the metrics", async () => {
    const registry = new Registry();
    const protect = guard({ basicAuthUsers: { alice: secretHash }, headers: { "X-Frame-Options": "deny" }, registry });
    await using app = await serve(protect(metricsHandler({ registry })));
    for (const headers of [{}, basic("alice", "wrong")]) {
      const answer = await app.ask({ headers: lowerCase(headers) });
      expect([answer.status, answer.headers["x-frame-options"]]).toEqual([401, "deny"]);
      expect(`${answer.headers["www-authenticate"]}`).toContain("Basic realm=");
    }
    const admitted = await app.ask({ headers: lowerCase(basic("alice", secret)) });
    expect([admitted.status, admitted.headers["x-frame-options"]]).toEqual([200, "deny"]);
    expect(admitted.body.toString()).toContain(`${family}{reason="unauthorized"} 2\n`);
  });
});

/** Returns headers with names as they arrive: HTTP/2 and mocked requests have no others. */
function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

describe("a guard of handlers", () => {
  test("protects middleware of Express, with its further arguments", async () => {
    const app = express();
    const protect = guard({ bearerTokens: [token], registry: null });
    app.use(protect((_request: express.Request, _response: express.Response, next: express.NextFunction) => next()));
    app.get("/orders", (_request, response) => void response.send("orders"));
    await using server = await listening(app);
    expect((await ask(`${server.url}/orders`)).status).toBe(401);
    expect((await ask(`${server.url}/orders`, { headers: bearer(token) })).body.toString()).toBe("orders");
  });

  test("shares its rate limit among its handlers", async () => {
    const protect = guard({ rateLimit: { intervalSeconds: 1000, burst: 1 }, registry: null });
    await using one = await mounted(protect((_request, response) => response.end()));
    await using another = await mounted(protect((_request, response) => response.end()));
    expect([(await ask(one.url)).status, (await ask(another.url)).status]).toEqual([200, 429]);
  });

  test("counts in the default registry, together with others", async () => {
    const [one, another] = [guard({ bearerTokens: [token] }), guard({ bearerTokens: [token] })];
    await using first = await mounted(one(() => {}));
    await using second = await mounted(another(() => {}));
    await Promise.all([ask(first.url), ask(second.url)]);
    expect(await renderText(defaultRegistry, { names: [family] })).toBe(
      `# HELP ${family} Requests that a guard refused, by reason.\n` +
        `# TYPE ${family} counter\n` +
        `${family}{reason="unauthorized"} 2\n` +
        `${family}{reason="rate_limit"} 0\n` +
        `${family}{reason="busy"} 0\n` +
        `${family}{reason="guard_failed"} 0\n`,
    );
    defaultRegistry.unregister(family);
  });

  test("calls the handler with the URL that it was called with, although a password is checked first", async () => {
    await using service = await serve({ registry: new Registry(), guard: { basicAuthUsers: { alice: secretHash } } });
    await using server = await mounted((request, response) => {
      const { url } = request;
      request.url = url?.replace("/internal", "") ?? "";
      service.handler(request, response);
      // Express and others restore it.
      request.url = url ?? "";
    });
    const found = await ask(`${server.url}/internal/metrics?name[]=x`, { headers: basic("alice", secret) });
    expect([found.status, found.body.length]).toEqual([200, 0]);
    expect((await ask(`${server.url}/internal/x`, { headers: basic("alice", secret) })).status).toBe(404);
  });

  test("lets an exception of a handler pass if it is called at once", () => {
    const protect = guard({ headers: { A: "b" }, registry: null });
    const handler = protect(() => {
      throw new Error("of the handler");
    });
    const response = { setHeader: () => {}, headersSent: false };
    expect(() => handler({ headers: {} } as never, response as never)).toThrow("of the handler");
  });
});
