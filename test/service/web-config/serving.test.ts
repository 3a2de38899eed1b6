import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { setClock } from "../../../src/globals/clock.js";
import { Registry } from "../../../src/registry/registry.js";
import { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { basic, secret, secretHash } from "../guard/hashes.js";
import { mounted } from "../serving.js";
import {
  clientCertificate,
  http2Session,
  protocolOf,
  reports,
  scrape,
  WebFile,
  withClients,
  withTls,
} from "./web-file.js";

const users = `basic_auth_users:\n  ada: ${secretHash}\n`;
const ada = basic("ada", secret);

beforeEach(() => void reports());

describe("a service with a web-config file", () => {
  test("serves plain HTTP without a guard if the file is empty", async () => {
    await using service = await new WebFile("").start();
    expect(service.url).toMatch(/^http:/);
    expect((await scrape(service)).status).toBe(200);
  });

  test("admits the users of the file", async () => {
    await using service = await new WebFile(users).start();
    expect((await scrape(service)).status).toBe(401);
    expect((await scrape(service, basic("ada", "wrong"))).status).toBe(401);
    expect((await scrape(service, ada)).status).toBe(200);
  });

  test("sets the headers of the file on every response, in place of its own", async () => {
    const headers = "  headers:\n    X-Frame-Options: sameorigin\n    Content-Security-Policy: default-src 'self'\n";
    await using service = await new WebFile(`http_server_config:\n${headers}${users}`).start();
    for (const url of [service.metricsUrl, service.url, `${service.url}/nothing`]) {
      for (const given of [{}, ada]) {
        expect((await ask(url, { headers: given })).headers).toMatchObject({
          "x-frame-options": "sameorigin",
          "content-security-policy": "default-src 'self'",
        });
      }
    }
  });

  test("limits the rate of requests", async () => {
    await using service = await new WebFile("rate_limit: {interval: 1h, burst: 2}").start();
    const codes = [await scrape(service), await scrape(service), await scrape(service)].map(({ status }) => status);
    expect(codes).toEqual([200, 200, 429]);
  });

  test("serves HTTPS with the certificate of the file, whose path is relative to its folder", async () => {
    await using service = await new WebFile(withTls).start();
    expect(service.url).toMatch(/^https:/);
    expect((await scrape(service)).status).toBe(200);
  });

  test("requires the client certificates of the file", async () => {
    await using service = await new WebFile(`${withTls}${withClients}`).start();
    await expect(scrape(service)).rejects.toThrow();
    expect((await scrape(service, {}, clientCertificate)).status).toBe(200);
  });

  test("uses the suites, curves and versions of the file", async () => {
    const keys = "  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]\n  curve_preferences: [CurveP384]\n";
    await using service = await new WebFile(`${withTls}${keys}  max_version: TLS12\n`).start();
    expect((await scrape(service, {}, { maxVersion: "TLSv1.2", ecdhCurve: "secp384r1:prime256v1" })).status).toBe(200);
    await expect(scrape(service, {}, { minVersion: "TLSv1.3" })).rejects.toThrow();
    await expect(scrape(service, {}, { ciphers: "ECDHE-ECDSA-AES256-GCM-SHA384" })).rejects.toThrow();
    await expect(scrape(service, {}, { ecdhCurve: "prime256v1" })).rejects.toThrow();
  });
});

describe("the protocols of a service with a web-config file", () => {
  test.each([
    ["HTTP/2 by default", "", "h2"],
    ["HTTP/2", "http_server_config: {http2: true}\n", "h2"],
    ["HTTP/1.1 only", "http_server_config: {http2: false}\n", "http/1.1"],
  ])("are %s", async (_, section, protocol) => {
    await using service = await new WebFile(`${withTls}${section}`).start();
    expect(await protocolOf(service)).toBe(protocol);
  });

  test("have the same guard", async () => {
    const headers = "http_server_config: {headers: {X-Frame-Options: sameorigin}}\n";
    await using service = await new WebFile(`${withTls}${headers}${users}`).start();
    await using session = await http2Session(service);
    expect(await session.get()).toMatchObject({ ":status": 401, "x-frame-options": "sameorigin" });
    expect(await session.get(ada)).toMatchObject({ ":status": 200, "x-frame-options": "sameorigin" });
  });
});

describe("the environment variable NARTHEX_WEB_CONFIG_FILE", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("names the file of services without the option", async () => {
    vi.stubEnv("NARTHEX_WEB_CONFIG_FILE", new WebFile(users).path);
    await using service = await new Service({ registry: new Registry() }).start({ host: "127.0.0.1" });
    expect((await scrape(service)).status).toBe(401);
  });

  test("names no file if it is empty", async () => {
    vi.stubEnv("NARTHEX_WEB_CONFIG_FILE", "");
    await using service = await new Service({ registry: new Registry() }).start({ host: "127.0.0.1" });
    expect((await scrape(service)).status).toBe(200);
  });

  test("stands in the error about the file", async () => {
    vi.stubEnv("NARTHEX_WEB_CONFIG_FILE", "nowhere.yml");
    await expect(new Service().start({ host: "127.0.0.1" })).rejects.toMatchObject({
      code: "NARTHEX_UNREADABLE_FILE",
      message: expect.stringMatching(
        /^Service: the environment variable NARTHEX_WEB_CONFIG_FILE "nowhere\.yml" does not exist/,
      ),
    });
  });

  test("must be a path, and the error does not show it otherwise", () => {
    vi.stubEnv("NARTHEX_WEB_CONFIG_FILE", users);
    expect(() => new Service()).toThrow(
      "Service: the environment variable NARTHEX_WEB_CONFIG_FILE must be the path of a file, not its content. " +
        "The value is not shown, because it may be a secret.",
    );
  });

  test("gives way to the option", async () => {
    const file = new WebFile("");
    vi.stubEnv("NARTHEX_WEB_CONFIG_FILE", file.at("nowhere.yml"));
    await using service = await file.start();
    expect((await scrape(service)).status).toBe(200);
  });

  test("conflicts with the options that the file replaces", async () => {
    vi.stubEnv("NARTHEX_WEB_CONFIG_FILE", new WebFile("").path);
    const message = "must not be combined with the environment variable NARTHEX_WEB_CONFIG_FILE";
    expect(() => new Service({ guard: { bearerTokens: ["a"] } })).toThrow(`Service: guard ${message}`);
    await expect(new Service().start({ tls: { certFile: "a", keyFile: "b" } })).rejects.toThrow(
      `Service.start: tls ${message}`,
    );
  });
});

describe("the option webConfigFile", () => {
  test.each<[unknown, typeof RangeError | typeof TypeError]>([
    [users, RangeError],
    ["", RangeError],
    [{ basic_auth_users: { ada: secretHash } }, TypeError],
  ])("must be a path, and the error does not show %o", (webConfigFile, type) => {
    const construct = () => new Service({ webConfigFile: webConfigFile as string });
    expect(construct).toThrow(type);
    expect(construct).toThrow(
      "Service: webConfigFile must be the path of a file, not its content. " +
        "The value is not shown, because it may be a secret.",
    );
  });

  test("conflicts with guard and tls", async () => {
    const webConfigFile = new WebFile("").path;
    const error = { code: "NARTHEX_CONFLICTING_OPTIONS" };
    expect(() => new Service({ webConfigFile, guard: { bearerTokens: ["a"] } })).toThrow(
      expect.objectContaining(error),
    );
    await expect(new Service({ webConfigFile }).start({ tls: { certFile: "a", keyFile: "b" } })).rejects.toMatchObject({
      ...error,
      message: expect.stringContaining("combined with webConfigFile"),
    });
  });
});

describe("start rejects", () => {
  test("a file that does not exist", async () => {
    const file = new WebFile("");
    file.remove();
    await expect(file.start()).rejects.toMatchObject({
      code: "NARTHEX_UNREADABLE_FILE",
      message: expect.stringMatching(/^Service: webConfigFile ".*web\.yml" does not exist/),
    });
  });

  test("an invalid file", async () => {
    const file = new WebFile("http2: true");
    await expect(file.start()).rejects.toMatchObject({
      code: "NARTHEX_INVALID_WEB_CONFIG",
      message: expect.stringContaining(`${file.path}:1:1: Unknown key`),
    });
  });

  test("an absent certificate, with the place of its path", async () => {
    const file = new WebFile(withTls);
    file.remove("server.crt");
    await expect(file.start()).rejects.toMatchObject({
      code: "NARTHEX_UNREADABLE_FILE",
      message: expect.stringContaining(`${file.path}:2:3: tls_server_config.cert_file`),
    });
  });

  test("an invalid client CA in the file itself, with its place", async () => {
    const file = new WebFile(`${withTls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca: nothing\n`);
    await expect(file.start()).rejects.toMatchObject({
      code: "NARTHEX_INVALID_CERTIFICATE",
      message: expect.stringContaining(`${file.path}:5:3: tls_server_config.client_ca`),
    });
  });

  test("and can be called again when the file is correct", async () => {
    const file = new WebFile("a");
    const service = file.service();
    await expect(service.start({ host: "127.0.0.1" })).rejects.toThrow();
    file.write("");
    await using started = await service.start({ host: "127.0.0.1" });
    expect((await scrape(started)).status).toBe(200);
  });
});

describe("a mounted handler", () => {
  test("has the guard of the file, and not its TLS, whose certificate is not read", async () => {
    const file = new WebFile(`${withTls}${users}`);
    file.remove("server.crt");
    await using server = await mounted(file.service().handler);
    expect((await ask(`${server.url}/metrics`)).status).toBe(401);
    expect((await ask(`${server.url}/metrics`, { headers: ada })).status).toBe(200);
  });

  test("reads the file again when it has changed", async () => {
    const file = new WebFile("");
    await using server = await mounted(file.service().handler);
    expect((await ask(`${server.url}/metrics`)).status).toBe(200);
    file.write(users);
    expect((await ask(`${server.url}/metrics`)).status).toBe(401);
  });

  test("admits no one until the file can be read, and reports it once", async () => {
    const reported = reports();
    const file = new WebFile(users);
    file.remove();
    let now = 0;
    using _ = setClock({ monotonic: () => now, now: () => 0 });
    await using server = await mounted(file.service().handler);
    for (let n = 0; n < 3; n++) expect((await ask(`${server.url}/metrics`, { headers: ada })).status).toBe(503);
    expect(reported).toEqual([
      expect.stringMatching(/^NARTHEX_GUARD_FAILED: Service: webConfigFile ".*" does not exist/),
    ]);
    file.write(users);
    now = 1000;
    expect((await ask(`${server.url}/metrics`, { headers: ada })).status).toBe(200);
    expect((await ask(`${server.url}/metrics`)).status).toBe(401);
  });

  test("reports each reason for which the file cannot be used, once", async () => {
    const reported = reports();
    const file = new WebFile("oops: 1");
    let now = 0;
    using _ = setClock({ monotonic: () => now, now: () => 0 });
    await using server = await mounted(file.service().handler);
    for (const text of ["oops: 1", "oops: 2", "worse: 1"]) {
      file.write(text);
      expect((await ask(`${server.url}/metrics`)).status).toBe(503);
      now += 1000;
    }
    expect(reported).toEqual([
      expect.stringMatching(/^NARTHEX_GUARD_FAILED: .* Unknown key oops\./),
      expect.stringMatching(/^NARTHEX_GUARD_FAILED: .* Unknown key worse\./),
    ]);
  });

  test("admits no one while the file has never been valid", async () => {
    const reported = reports();
    const file = new WebFile(`${users}oops: 1\n`);
    await using server = await mounted(file.service().handler);
    expect((await ask(`${server.url}/metrics`, { headers: ada })).status).toBe(503);
    expect(reported.join()).toContain("Unknown key oops");
  });
});
