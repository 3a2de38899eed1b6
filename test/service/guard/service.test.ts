import { describe, expect, test } from "vitest";
import { setClock } from "../../../src/globals/clock.js";
import { Registry } from "../../../src/registry/registry.js";
import type { GuardOptions, Service } from "../../../src/service/index.js";
import { type Answer, ask } from "../../web-client.js";
import { mounted, serve, valueIn } from "../serving.js";
import { basic, bearer, secret, secretHash } from "./hashes.js";

const users = { alice: secretHash };
const token = "t0ken-t0ken";

/** Starts a service with an empty registry. */
const guarded = (guard: GuardOptions): Promise<Service> => serve({ registry: new Registry(), guard });

/** Returns the number of refused requests, as the service shows it to a client with these headers. */
async function refusalsOf(service: Service, reason: string, headers: Record<string, string>): Promise<number> {
  const answer = await ask(service.metricsUrl, { headers });
  return valueIn(answer, `narthex_service_refused_requests_total{reason="${reason}"}`);
}

/** The parts of a response that a client can compare. */
const partsOf = ({ status, headers, body }: Answer) => ({
  status,
  body: body.toString(),
  headers: { ...headers, date: undefined },
});

describe("a service with basic authentication", () => {
  test("admits the right password, at first and when it is remembered", async () => {
    await using service = await guarded({ basicAuthUsers: users });
    for (let n = 0; n < 2; n++)
      expect((await ask(service.metricsUrl, { headers: basic("alice", secret) })).status).toBe(200);
  });

  test("responds in the same way to missing, malformed and wrong credentials", async () => {
    await using service = await guarded({ basicAuthUsers: users });
    const missing = partsOf(await ask(service.metricsUrl));
    expect(missing).toMatchObject({
      status: 401,
      body: "Unauthorized\n",
      headers: {
        "www-authenticate": 'Basic realm="metrics", charset="UTF-8"',
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
      },
    });
    for (const headers of [
      basic("alice", "wrong"),
      basic("alice", ""),
      basic("bob", secret),
      basic("constructor", secret),
      basic("__proto__", secret),
      bearer(token),
      { Authorization: "Basic" },
      { Authorization: "Basic !!!!" },
      { Authorization: `Basic ${"A".repeat(12_000)}` },
      { Authorization: "Digest username=alice" },
    ])
      expect(partsOf(await ask(service.metricsUrl, { headers }))).toEqual(missing);
    expect(await refusalsOf(service, "unauthorized", basic("alice", secret))).toBe(11);
  });

  test("admits a password with colons and characters beyond ASCII", async () => {
    const { hashSync } = await import("bcryptjs");
    const password = "pä:ss:🔑";
    await using service = await guarded({ basicAuthUsers: { "": hashSync(password, 4) } });
    expect((await ask(service.metricsUrl, { headers: basic("", password) })).status).toBe(200);
  });
});

describe("a service with bearer tokens", () => {
  test("admits each token, and nothing else", async () => {
    await using service = await guarded({ bearerTokens: ["another", token] });
    const statusOf = async (headers: Record<string, string>) => (await ask(service.metricsUrl, { headers })).status;
    expect(
      await Promise.all([bearer(token), bearer("another"), { Authorization: `bearer  ${token}` }].map(statusOf)),
    ).toEqual([200, 200, 200]);
    expect(
      await Promise.all(
        [bearer(""), bearer(`${token}x`), basic("alice", token), { Authorization: token }].map(statusOf),
      ),
    ).toEqual([401, 401, 401, 401]);
  });

  test("offers both schemes if it has users as well", async () => {
    await using service = await guarded({ bearerTokens: [token], basicAuthUsers: users });
    const { headers } = await ask(service.metricsUrl);
    expect(headers["www-authenticate"]).toBe('Basic realm="metrics", charset="UTF-8", Bearer realm="metrics"');
    for (const given of [basic("alice", secret), bearer(token)])
      expect((await ask(service.metricsUrl, { headers: given })).status).toBe(200);
  });
});

describe("a guard", () => {
  const paths = ["/metrics", "/metrics?debug=nonsense", "/", "/-/healthy", "/robots.txt", "/nowhere"];

  test.each(paths)("protects %s", async (path) => {
    await using service = await guarded({ bearerTokens: [token] });
    for (const method of ["GET", "HEAD", "POST", "OPTIONS"])
      expect((await ask(service.url + path, { method })).status).toBe(401);
    expect((await ask(service.url + path, { headers: bearer(token) })).status).not.toBe(401);
  });

  test("protects the handler of the service", async () => {
    await using service = await guarded({ bearerTokens: [token] });
    await using server = await mounted(service.handler);
    expect((await ask(`${server.url}/metrics`)).status).toBe(401);
    expect((await ask(`${server.url}/metrics`, { headers: bearer(token) })).status).toBe(200);
  });

  test("sets its headers in every response but that of the rate limit", async () => {
    const headers = { "X-Frame-Options": "deny", "Strict-Transport-Security": "max-age=60" };
    const rateLimit = { intervalSeconds: 1000, burst: 3 };
    await using service = await guarded({ bearerTokens: [token], headers, rateLimit });
    const answers = [
      await ask(service.metricsUrl, { headers: bearer(token) }),
      await ask(`${service.url}/nowhere`, { headers: bearer(token) }),
      await ask(service.metricsUrl),
      await ask(service.metricsUrl, { headers: bearer(token) }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 404, 401, 429]);
    expect(answers.map((answer) => answer.headers["x-frame-options"])).toEqual(["deny", "deny", "deny", "DENY"]);
    expect(answers.map((answer) => answer.headers["strict-transport-security"] !== undefined)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test("limits the rate of requests, and says when to ask again", async () => {
    let now = 1000;
    using _ = setClock({ monotonic: () => now, now: () => 0 });
    await using service = await guarded({ rateLimit: { intervalSeconds: 4, burst: 2 } });
    const answers = [];
    for (let n = 0; n < 3; n++) answers.push(await ask(service.metricsUrl));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect([answers[2]?.body.toString(), answers[2]?.headers["retry-after"]]).toEqual(["Too Many Requests\n", "4"]);
    now += 3000;
    expect((await ask(service.metricsUrl)).headers["retry-after"]).toBe("1");
    now += 1000;
    expect(await refusalsOf(service, "rate_limit", {})).toBe(2);
  });

  test("with headers alone admits every request", async () => {
    await using service = await guarded({ headers: { "X-Frame-Options": "deny" } });
    const { status, headers } = await ask(service.metricsUrl);
    expect([status, headers["x-frame-options"]]).toEqual([200, "deny"]);
  });
});
