import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Registry } from "../../../src/registry/registry.js";
import { Guard } from "../../../src/service/guard/guard.js";
import { GuardSettings } from "../../../src/service/guard/settings.js";
import { guard, Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { mounted } from "../serving.js";
import { basic, bearer, secret, secretHash } from "./hashes.js";

const ofCost = (cost: string): string => `$2y$${cost}${secretHash.slice(6)}`;

describe("settings of a guard", () => {
  test("know all tokens, and no part of one", () => {
    const settings = new GuardSettings({ bearerTokens: ["alpha", "beta"] });
    expect(["alpha", "beta", "alph", "alphaa", "", "BETA"].map((token) => settings.hasToken(token))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test("return the hash of a user", () => {
    const settings = new GuardSettings({ basicAuthUsers: { alice: secretHash } });
    expect(settings.hashFor("alice")).toEqual({ hash: secretHash, isOfUser: true });
  });

  test("return a hash of the same cost for a user that does not exist, always the same one", () => {
    const settings = new GuardSettings({ basicAuthUsers: { a: ofCost("05"), b: ofCost("12") } });
    const costs = new Set<string>();
    for (let n = 0; n < 64; n++) {
      const expected = settings.hashFor(`user ${n}`);
      expect(expected).toMatchObject({ isOfUser: false, hash: expect.stringMatching(/^\$2b\$(05|12)\$\.{53}$/) });
      expect(settings.hashFor(`user ${n}`)).toEqual(expected);
      costs.add(expected?.hash.slice(4, 6) ?? "");
    }
    expect(costs).toEqual(new Set(["05", "12"]));
  });

  test("return no hash without users", () => {
    expect(new GuardSettings({ bearerTokens: ["alpha"] }).hashFor("alice")).toBeUndefined();
  });

  test("do not change with the options that they were made of", () => {
    const options = { bearerTokens: ["alpha"], headers: { A: "b" }, rateLimit: { intervalSeconds: 1, burst: 1 } };
    const settings = new GuardSettings(options);
    options.bearerTokens.push("beta");
    options.headers.A = "c";
    options.rateLimit.burst = 9;
    expect([settings.hasToken("beta"), settings.headers, settings.rateLimit?.burst]).toEqual([false, [["A", "b"]], 1]);
  });
});

describe("secrets", () => {
  const token = "t0ken-t0ken";
  const options = { basicAuthUsers: { alice: secretHash }, bearerTokens: [token] };
  /** Everything that an inspection can show. */
  const inspected = (value: unknown): string => inspect(value, { depth: Infinity, showHidden: true, getters: true });

  test("are in no inspection of a service, its handler, a guard or its settings", async () => {
    await using service = await new Service({ registry: new Registry(), guard: options }).start({ host: "127.0.0.1" });
    for (const headers of [basic("alice", secret), basic("alice", "wr0ng-wr0ng"), bearer(token)])
      await ask(service.metricsUrl, { headers });
    const settings = new GuardSettings(options);
    const objects = [
      service,
      service.handler,
      settings,
      new Guard(() => settings, { countRefusal: () => {} }),
      guard({ ...options, registry: null }),
      guard({ ...options, registry: null })(() => {}),
    ];
    for (const object of objects) {
      const text = inspected(object);
      for (const hidden of [secret, secretHash, secretHash.slice(29), token, "wr0ng-wr0ng"])
        expect(text).not.toContain(hidden);
      expect(JSON.stringify(object) ?? "").not.toContain(secretHash.slice(29));
    }
    // Of the options themselves it would show them.
    expect(inspected(options)).toContain(secretHash);
  });
});

describe("settings that change", () => {
  test("apply to the next request, whatever was admitted before", async () => {
    let settings = new GuardSettings({ basicAuthUsers: { alice: secretHash } });
    const changing = new Guard(() => settings, { countRefusal: () => {} });
    await using server = await mounted((request, response) =>
      changing.admit(request, response, () => response.end("admitted")),
    );
    const status = async (headers: Record<string, string>) => (await ask(server.url, { headers })).status;
    expect(await status(basic("alice", secret))).toBe(200);
    // Another hash, of another password.
    settings = new GuardSettings({ basicAuthUsers: { alice: ofCost("05") } });
    expect(await status(basic("alice", secret))).toBe(401);
    settings = new GuardSettings({ basicAuthUsers: { bob: secretHash } });
    expect([await status(basic("alice", secret)), await status(basic("bob", secret))]).toEqual([401, 200]);
    settings = new GuardSettings({ bearerTokens: [token] });
    expect([await status(basic("bob", secret)), await status(bearer(token))]).toEqual([401, 200]);
    settings = new GuardSettings({});
    expect(await status({})).toBe(200);
  });

  test("may be a promise", async () => {
    const settings = Promise.resolve(new GuardSettings({ bearerTokens: [token] }));
    const promised = new Guard(() => settings, { countRefusal: () => {} });
    await using server = await mounted((request, response) =>
      promised.admit(request, response, () => response.end("admitted")),
    );
    expect((await ask(server.url)).status).toBe(401);
    expect((await ask(server.url, { headers: bearer(token) })).body.toString()).toBe("admitted");
  });

  test("keep the tokens of a rate limit that stays the same", async () => {
    const rateLimit = { intervalSeconds: 1000, burst: 1 };
    let settings = new GuardSettings({ rateLimit });
    const limited = new Guard(() => settings, { countRefusal: () => {} });
    await using server = await mounted((request, response) => limited.admit(request, response, () => response.end()));
    expect((await ask(server.url)).status).toBe(200);
    settings = new GuardSettings({ rateLimit, headers: { A: "b" } });
    expect((await ask(server.url)).status).toBe(429);
    settings = new GuardSettings({ rateLimit: { ...rateLimit, burst: 2 } });
    expect((await ask(server.url)).status).toBe(200);
  });

  const token = "t0ken-t0ken";
});
