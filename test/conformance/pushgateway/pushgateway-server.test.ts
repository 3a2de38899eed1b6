import { describe, expect, test } from "vitest";
import { certificates, pem } from "../../certificates.js";
import { ask } from "../../web-client.js";
import { PushgatewayServer } from "../judges/pushgateway-server.js";
import { pythonTextParser } from "../judges/python-parsers.js";

const jobs = "# TYPE jobs gauge\njobs 1\n";

describe("Pushgateway", { timeout: 60_000 }, () => {
  test("accepts a push and returns it", async () => {
    await using gateway = await PushgatewayServer.start();
    expect((await ask(`${gateway.url}/metrics/job/a`, { method: "PUT", body: jobs })).status).toBe(200);
    expect(await gateway.groups()).toMatchObject([{ labels: { job: "a" }, last_push_successful: true }]);
    const families = await pythonTextParser((await gateway.metrics()).body);
    expect(families.find(({ name }) => name === "jobs")?.samples).toEqual([
      { name: "jobs", labels: [["job", "a"]], value: 1 },
    ]);
  });

  test("detects duplicate series, which no other program does", async () => {
    await using gateway = await PushgatewayServer.start();
    const { status, body } = await ask(`${gateway.url}/metrics/job/a`, {
      method: "PUT",
      body: 'a{b="1"} 1\na{b="1"} 2\n',
    });
    expect(status).toBe(400);
    expect(body.toString()).toContain("was collected before with the same name and label values");
  });

  test("requires the password with basic authentication", async () => {
    await using gateway = await PushgatewayServer.start({ basicAuth: true });
    const { status, body } = await ask(`${gateway.url}/metrics/job/a`, { method: "PUT", body: jobs });
    expect([status, body.toString()]).toEqual([401, "Unauthorized\n"]);
    expect((await gateway.ask("/metrics/job/a", { method: "PUT", body: jobs })).status).toBe(200);
  });

  test("serves HTTPS to clients that trust its authority", async () => {
    await using gateway = await PushgatewayServer.start({ tls: true });
    await expect(ask(`${gateway.url}/metrics`)).rejects.toThrow("unable to verify the first certificate");
    expect((await gateway.metrics()).contentType).toMatch(/^text\/plain/);
  });

  test("requires a client certificate if so configured", async () => {
    await using gateway = await PushgatewayServer.start({ tls: "client-certificate" });
    const ca = pem(certificates.authority.cert);
    await expect(ask(`${gateway.url}/metrics`, { ca })).rejects.toThrow(/certificate/i);
    expect((await gateway.metrics()).contentType).toMatch(/^text\/plain/);
  });
});
