import { Agent } from "node:https";
import { inspect } from "node:util";
import { hashSync } from "bcryptjs";
import { beforeEach, describe, expect, test } from "vitest";
import { certificates, pem } from "../../certificates.js";
import { ask } from "../../web-client.js";
import { basic, secret, secretHash } from "../guard/hashes.js";
import { valueIn } from "../serving.js";
import {
  clientCertificate,
  http2Session,
  protocolOf,
  reloadsOf,
  reports,
  scrape,
  WebFile,
  withClients,
  withTls,
} from "./web-file.js";

const unauthorized = 'narthex_service_refused_requests_total{reason="unauthorized"}';
const users = `basic_auth_users:\n  ada: ${secretHash}\n`;
const ada = basic("ada", secret);
const newPassword = basic("ada", "new password");
const newUsers = `basic_auth_users:\n  ada: ${hashSync("new password", 4)}\n`;

beforeEach(() => void reports());

describe("a web-config file that changes", () => {
  test("replaces the password for the next request", async () => {
    const reported = reports();
    const file = new WebFile(users);
    await using service = await file.start();
    expect((await scrape(service, ada)).status).toBe(200);
    file.write(newUsers);
    expect((await scrape(service, ada)).status).toBe(401);
    expect((await scrape(service, newPassword)).status).toBe(200);
    expect(await reloadsOf(service, newPassword)).toEqual({ success: 1, failure: 0 });
    expect(reported).toEqual([]);
  });

  test("adds and removes users", async () => {
    const file = new WebFile("");
    await using service = await file.start();
    file.write(users);
    expect((await scrape(service)).status).toBe(401);
    file.write("{}\n");
    expect((await scrape(service)).status).toBe(200);
  });

  test("replaces headers and the rate limit", async () => {
    const file = new WebFile("");
    await using service = await file.start();
    file.write("http_server_config: {headers: {Strict-Transport-Security: max-age=1}}\n");
    expect((await scrape(service)).headers["strict-transport-security"]).toBe("max-age=1");
    file.write("rate_limit: {interval: 1h, burst: 1}\n");
    const answers = [await scrape(service), await scrape(service)];
    expect(answers.map(({ status }) => status)).toEqual([200, 429]);
    expect(answers[0]?.headers["strict-transport-security"]).toBeUndefined();
  });

  test("names another certificate, which the next handshake has", async () => {
    const file = new WebFile(withTls);
    await using service = await file.start();
    file.copy("new.crt", certificates.otherServer.cert);
    file.copy("new.key", certificates.otherServer.key);
    file.write(withTls.replaceAll("server.", "new."));
    await expect(scrape(service)).rejects.toThrow();
    expect((await scrape(service, {}, { ca: pem(certificates.otherAuthority.cert) })).status).toBe(200);
  });

  test("requires client certificates from the next handshake on", async () => {
    const file = new WebFile(withTls);
    await using service = await file.start();
    expect((await scrape(service)).status).toBe(200);
    file.write(`${withTls}${withClients}`);
    await expect(scrape(service)).rejects.toThrow();
    expect((await scrape(service, {}, clientCertificate)).status).toBe(200);
  });

  test("changes the versions of TLS", async () => {
    const file = new WebFile(`${withTls}  max_version: TLS12\n`);
    await using service = await file.start();
    await expect(scrape(service, {}, { minVersion: "TLSv1.3" })).rejects.toThrow();
    file.write(`${withTls}  min_version: TLS13\n`);
    expect((await scrape(service, {}, { minVersion: "TLSv1.3" })).status).toBe(200);
    await expect(scrape(service, {}, { maxVersion: "TLSv1.2" })).rejects.toThrow();
  });

  test("has a certificate that is replaced by one at the same path", async () => {
    const file = new WebFile(withTls);
    await using service = await file.start();
    file.copy("server.crt", certificates.otherServer.cert);
    file.copy("server.key", certificates.otherServer.key);
    await expect(scrape(service)).rejects.toThrow();
    expect((await scrape(service, {}, { ca: pem(certificates.otherAuthority.cert) })).status).toBe(200);
  });
});

describe("a web-config file that breaks", () => {
  test("leaves the old content in use, is reported once and counted once, until it is repaired", async () => {
    const reported = reports();
    const file = new WebFile(users);
    await using service = await file.start();
    file.write(`${newUsers}oops: 1\n`);
    for (let n = 0; n < 3; n++) {
      expect((await scrape(service)).status).toBe(401);
      expect((await scrape(service, ada)).status).toBe(200);
    }
    expect(await reloadsOf(service, ada)).toEqual({ success: 0, failure: 1 });
    expect(reported).toEqual([
      `NARTHEX_RELOAD_FAILED: ${file.path}:3:1: Unknown key oops. The known keys are tls_server_config, http_server_config, basic_auth_users, rate_limit.`,
    ]);
    file.write(newUsers);
    expect(await reloadsOf(service, newPassword)).toEqual({ success: 1, failure: 1 });
  });

  test("is counted for each change", async () => {
    const file = new WebFile("");
    await using service = await file.start();
    for (const text of ["a", "b: c", "a"]) {
      file.write(text);
      await scrape(service);
    }
    expect(await reloadsOf(service)).toEqual({ success: 0, failure: 3 });
  });

  test.each(["", " \n"])(
    "admits nobody else when it becomes empty (%j), as it is while it is written",
    async (text) => {
      const reported = reports();
      const file = new WebFile(users);
      await using service = await file.start();
      file.write(text);
      for (let n = 0; n < 2; n++) expect((await scrape(service)).status).toBe(401);
      expect(await reloadsOf(service, ada)).toEqual({ success: 0, failure: 1 });
      expect(reported).toEqual([
        `NARTHEX_RELOAD_FAILED: ${file.path}: The file has become empty. Write {} to remove all settings.`,
      ]);
    },
  );

  test("may disappear", async () => {
    const file = new WebFile(users);
    await using service = await file.start();
    file.remove();
    expect((await scrape(service)).status).toBe(401);
    expect(await reloadsOf(service, ada)).toEqual({ success: 0, failure: 1 });
    file.write(newUsers);
    expect((await scrape(service, newPassword)).status).toBe(200);
  });

  test("has no effect at all while a certificate that it names is missing, and is tried again", async () => {
    const reported = reports();
    const file = new WebFile(`${withTls}${users}`);
    await using service = await file.start();
    file.write(`${withTls.replaceAll("server.", "new.")}${newUsers}`);
    for (let n = 0; n < 3; n++) expect((await scrape(service, ada)).status).toBe(200);
    expect((await scrape(service, newPassword)).status).toBe(401);
    expect(await reloadsOf(service, ada)).toEqual({ success: 0, failure: 1 });
    expect(reported).toEqual([
      expect.stringContaining(`NARTHEX_RELOAD_FAILED: ${file.path}:2:3: tls_server_config.cert_file`),
    ]);
    file.copy("new.crt", certificates.renewedServer.cert);
    file.copy("new.key", certificates.renewedServer.key);
    expect(await reloadsOf(service, newPassword)).toEqual({ success: 1, failure: 1 });
    expect((await scrape(service, ada)).status).toBe(401);
  });

  test("never admits everyone between passwords and client certificates", async () => {
    const file = new WebFile(`${withTls}${users}`);
    await using service = await file.start();
    file.remove("ca.crt");
    file.write(`${withTls}${withClients}`);
    expect((await scrape(service)).status).toBe(401);
    expect((await scrape(service, ada)).status).toBe(200);
    file.copy("ca.crt", certificates.authority.cert);
    await expect(scrape(service)).rejects.toThrow();
    expect((await scrape(service, {}, clientCertificate)).status).toBe(200);
  });
});

describe("a connection that is older than the content", () => {
  test("must have the client certificate that replaces passwords, in HTTP/1.1", async () => {
    const file = new WebFile(`${withTls}${users}`);
    await using service = await file.start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await scrape(service, {}, { agent })).status).toBe(401);
    file.write(`${withTls}${withClients}`);
    expect((await scrape(service, {}, { agent })).status).toBe(403);
    expect(valueIn(await scrape(service, {}, clientCertificate), unauthorized)).toBe(2);
    agent.destroy();
  });

  test("must have the client certificate that replaces passwords, in HTTP/2", async () => {
    const file = new WebFile(`${withTls}${users}`);
    await using service = await file.start();
    await using session = await http2Session(service);
    expect(await session.get()).toMatchObject({ ":status": 401 });
    file.write(`${withTls}${withClients}`);
    expect(await session.get()).toMatchObject({ ":status": 403 });
  });

  test("stays if it has one", async () => {
    const file = new WebFile(`${withTls}  client_auth_type: RequestClientCert\n  client_ca_file: ca.crt\n`);
    await using service = await file.start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const question = { ...clientCertificate, agent };
    expect((await scrape(service, {}, question)).status).toBe(200);
    file.write(`${withTls}${withClients}`);
    for (let n = 0; n < 2; n++) expect((await scrape(service, {}, question)).status).toBe(200);
    agent.destroy();
  });
});

describe("a change that needs a restart", () => {
  test.each([
    ["away from TLS", `${withTls}${users}`, "{}"],
    ["to TLS", users, withTls],
  ])("%s keeps the whole old content until the service is started again", async (_, before, after) => {
    const reported = reports();
    const file = new WebFile(before);
    const service = await file.start();
    file.write(after);
    for (let n = 0; n < 2; n++) expect((await scrape(service)).status).toBe(401);
    expect((await scrape(service, ada)).status).toBe(200);
    expect(await reloadsOf(service, ada)).toEqual({ success: 0, failure: 1 });
    expect(reported).toEqual([
      `NARTHEX_RELOAD_FAILED: ${file.path}: a change of tls_server_config takes effect when the service is started again. The whole old content stays in use.`,
    ]);
    await service.stop();
    await using again = await service.start({ host: "127.0.0.1" });
    expect(again.url.startsWith("https:")).toBe(after === withTls);
    expect((await scrape(again)).status).toBe(200);
  });

  test("of http2 does not keep the rest from taking effect", async () => {
    const reported = reports();
    const file = new WebFile(`${withTls}${users}`);
    await using service = await file.start();
    file.write(`${withTls}${newUsers}http_server_config: {http2: false}\n`);
    expect((await scrape(service, ada)).status).toBe(401);
    expect(await protocolOf(service)).toBe("h2");
    expect(await reloadsOf(service, newPassword)).toEqual({ success: 0, failure: 1 });
    expect(reported).toEqual([
      `NARTHEX_RELOAD_FAILED: ${file.path}: a change of http_server_config.http2 takes effect when the service is started again. The rest of the new content is in use.`,
    ]);
  });

  test("of http2 is none without TLS", async () => {
    const file = new WebFile("");
    await using service = await file.start();
    file.write("http_server_config: {http2: false}\n");
    expect(await reloadsOf(service)).toEqual({ success: 1, failure: 0 });
  });
});

test("many requests during a change see either content, and it is counted once", async () => {
  const file = new WebFile(`${withTls}${users}`);
  await using service = await file.start();
  file.write(`${withTls}${newUsers}`);
  const answers = await Promise.all(Array.from({ length: 20 }, () => scrape(service, newPassword)));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(await reloadsOf(service, newPassword)).toEqual({ success: 1, failure: 0 });
});

test("no inspection of a service shows a hash, a password or a key", async () => {
  const key = pem(certificates.server.key);
  const indented = key.replaceAll("\n", "\n    ");
  const reported = reports();
  const file = new WebFile(`tls_server_config:\n  cert_file: server.crt\n  key: |\n    ${indented}\n${users}`);
  await using service = await file.start();
  await scrape(service, ada);
  file.write("oops: 1\n");
  await scrape(service, ada);
  const shown = inspect(service, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + reported.join("\n");
  for (const line of [...key.split("\n").slice(1, -2), secretHash.slice(7), secret]) expect(shown).not.toContain(line);
  expect(
    (await ask(`${service.url}/`, { headers: ada, ca: pem(certificates.authority.cert) })).body.toString(),
  ).not.toContain(secretHash);
});
