import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { onError } from "../../src/globals/error-listener.js";
import { PushError, Pushgateway, type PushgatewayOptions } from "../../src/push/index.js";
import { Registry } from "../../src/registry/registry.js";
import { FakeGateway, type Reply } from "./fake-gateway.js";

afterEach(() => onError(undefined));

const retry = { attempts: 3, minDelaySeconds: 0.001, maxDelaySeconds: 0.02 };

const client = (url: string, options: Partial<PushgatewayOptions> = {}) =>
  new Pushgateway({ url, job: "a", registry: new Registry(), retry, ...options });

async function failureOf(push: Promise<void>): Promise<PushError> {
  const error = await push.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(PushError);
  return error as PushError;
}

describe("a push that fails", () => {
  test("reports the line of the gateway, the status and the URL, but not the password", async () => {
    await using fake = await FakeGateway.start({ status: 400, body: "pushed metrics must not have timestamps\nmore" });
    const error = await failureOf(client(fake.url.replace("//", "//al:secret@"), { auth: { token: "s3cret" } }).push());
    expect(error).toMatchObject({
      name: "PushError",
      method: "PUT",
      status: 400,
      reason: "pushed metrics must not have timestamps",
      url: `${fake.url}/metrics/job/a`,
      message: `PUT ${fake.url}/metrics/job/a failed with status 400: pushed metrics must not have timestamps`,
    });
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toMatch(/secret|s3cret/);
  });

  test.each<[string, Reply[], number]>([
    ["a redirect, which is not followed", [{ status: 301, headers: { location: "/" } }], 1],
    ["a client error", [{ status: 404 }], 1],
    ["429 without Retry-After", [{ status: 429 }], 1],
    ["429 with a Retry-After that is too long", [{ status: 429, headers: { "retry-after": "60" } }], 1],
    ["5xx with a Retry-After that is too long", [{ status: 503, headers: { "retry-after": "60" } }], 1],
    [
      "429 with a date to wait for that is too far",
      [{ status: 429, headers: { "retry-after": new Date(Date.now() + 3_600_000).toUTCString() } }],
      1,
    ],
    ["5xx to the end", [{ status: 500 }, { status: 502 }, { status: 503 }], 3],
    ["a connection that is cut to the end", ["hang up", "hang up", "hang up"], 3],
  ])("after %s is tried no more", async (_, replies, attempts) => {
    await using fake = await FakeGateway.start(...replies);
    const error = await failureOf(client(fake.url).push());
    expect(fake.received).toHaveLength(attempts);
    const last = replies.at(-1);
    expect(error.status).toBe(typeof last === "object" ? last.status : undefined);
  });

  test.each<[string, Reply]>([
    ["5xx", { status: 503 }],
    ["429 with Retry-After", { status: 429, headers: { "retry-after": "0" } }],
    ["429 with Retry-After as a date", { status: 429, headers: { "retry-after": new Date(0).toUTCString() } }],
    ["a connection that is cut", "hang up"],
  ])("once because of %s succeeds the second time", async (_, reply) => {
    await using fake = await FakeGateway.start(reply);
    await client(fake.url).push();
    expect(fake.received.map(({ method }) => method)).toEqual(["PUT", "PUT"]);
  });

  test("is tried once when retry is false", async () => {
    await using fake = await FakeGateway.start({ status: 500 });
    await failureOf(client(fake.url, { retry: false }).push());
    expect(fake.received).toHaveLength(1);
  });

  test("because nothing listens has the error of the network as its cause", async () => {
    await using fake = await FakeGateway.start();
    const { url } = fake;
    await fake[Symbol.asyncDispose]();
    const error = await failureOf(client(url).delete());
    expect(error.message).toMatch(/^DELETE .* failed: /);
    expect(error.cause).toMatchObject({ code: "ECONNREFUSED" });
    expect(error.status).toBeUndefined();
  });

  test.each<[string, Reply]>([
    ["the connection is cut", "hang up"],
    ["there is no answer", "hang"],
  ])("because %s has the password in no cause either", async (_, reply) => {
    await using fake = await FakeGateway.start(reply);
    const url = fake.url.replace("//", "//al:secret@");
    const error = await failureOf(client(url, { timeoutSeconds: 0.03, retry: false }).push());
    const basic = Buffer.from("al:secret").toString("base64");
    const told = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true });
    expect(error.cause).toBeInstanceOf(Error);
    expect(told).not.toContain("secret");
    expect(told).not.toContain(basic);
  });

  test("without a response reports how long it has waited", async () => {
    await using fake = await FakeGateway.start("hang", "hang");
    const error = await failureOf(client(fake.url, { timeoutSeconds: 0.03, retry: { ...retry, attempts: 2 } }).push());
    expect(error.message).toMatch(/failed: no response within 0.03 s$/);
    expect(fake.received).toHaveLength(2);
  });

  test("reports a redirect", async () => {
    await using fake = await FakeGateway.start({ status: 307, headers: { location: "/elsewhere" } });
    const error = await failureOf(client(fake.url).push());
    expect(error.message).toContain("failed with status 307 (redirects are not followed): no reason given");
  });
});

describe("a push that is aborted", () => {
  const reason = new Error("enough");

  test("before it begins sends nothing", async () => {
    await using fake = await FakeGateway.start();
    await expect(client(fake.url).push({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(client(fake.url).delete({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fake.received).toEqual([]);
  });

  test("while it waits for a collector throws the reason of the signal and sends nothing", async () => {
    await using fake = await FakeGateway.start();
    const registry = new Registry();
    const controller = new AbortController();
    registry.register({
      collect: () => {
        queueMicrotask(() => controller.abort(reason));
        return new Promise(() => {});
      },
    });
    onError(() => {});
    const push = client(fake.url, { registry }).push({ signal: controller.signal });
    await expect(push).rejects.toBe(reason);
    expect(fake.received).toEqual([]);
  });

  test("while it waits for the response throws the reason of the signal", async () => {
    await using fake = await FakeGateway.start("hang");
    const controller = new AbortController();
    const push = client(fake.url).push({ signal: controller.signal });
    push.catch(() => {});
    await expect.poll(() => fake.received.length).toBe(1);
    controller.abort(reason);
    await expect(push).rejects.toBe(reason);
  });

  test("while it pauses throws the reason of the signal", async () => {
    await using fake = await FakeGateway.start({ status: 500 });
    const controller = new AbortController();
    const slow = { attempts: 2, minDelaySeconds: 60, maxDelaySeconds: 60 };
    const push = client(fake.url, { retry: slow }).push({ signal: controller.signal });
    push.catch(() => {});
    await expect.poll(() => fake.received.length).toBe(1);
    controller.abort(reason);
    await expect(push).rejects.toBe(reason);
  });
});
