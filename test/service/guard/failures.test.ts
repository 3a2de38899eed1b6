import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Incident, onError } from "../../../src/globals/error-listener.js";
import { Registry } from "../../../src/registry/registry.js";
import { BcryptWorker } from "../../../src/service/guard/bcrypt-worker.js";
import { Guard } from "../../../src/service/guard/guard.js";
import { PasswordChecks } from "../../../src/service/guard/password-checks.js";
import { GuardSettings } from "../../../src/service/guard/settings.js";
import { ask } from "../../web-client.js";
import { type Mounted, mounted, serve, until } from "../serving.js";
import { basic, secret, secretHash } from "./hashes.js";

const settings = new GuardSettings({ basicAuthUsers: { alice: secretHash }, headers: { "X-Frame-Options": "deny" } });

const incidents: Incident[] = [];
beforeEach(() => {
  incidents.length = 0;
  onError((_, incident) => void incidents.push(incident));
});
afterEach(() => {
  onError(undefined);
  vi.restoreAllMocks();
});

/** A server behind a guard. */
interface Guarded extends Mounted {
  /** The reasons of refusals. */
  readonly refused: string[];
  /** The numbers of requests that reached the handler, and of responses that are closed. */
  admitted: number;
  closed: number;
}

/** Mounts a handler behind a guard whose passwords are compared by a function. */
async function guarded(
  compare: (password: string) => Promise<boolean>,
  provide: () => GuardSettings | Promise<GuardSettings> = () => settings,
): Promise<Guarded> {
  const refused: string[] = [];
  const checks = new PasswordChecks({ compare });
  const tested = new Guard(provide, { countRefusal: (reason) => void refused.push(reason) }, checks);
  const server = await mounted((request, response) => {
    response.once("close", () => state.closed++);
    tested.admit(request, response, () => {
      state.admitted++;
      response.end("admitted");
    });
  });
  const state = Object.assign(server, { refused, admitted: 0, closed: 0 });
  return state;
}

describe("a guard", () => {
  test("answers 503 while too many passwords wait, and admits the right one after that", async () => {
    const waiting: ((matches: boolean) => void)[] = [];
    const compare = (password: string): Promise<boolean> =>
      password === secret ? Promise.resolve(true) : new Promise((resolve) => waiting.push(resolve));
    await using server = await guarded(compare);
    // One that is compared, and 64 that wait.
    const flood = Array.from({ length: 65 }, (_, n) => ask(server.url, { headers: basic("alice", `${n}`) }));
    await until(() => server.arrived === 65);
    const busy = await ask(server.url, { headers: basic("alice", secret) });
    expect([busy.status, busy.body.toString(), busy.headers["retry-after"], busy.headers["x-frame-options"]]).toEqual([
      503,
      "Service Unavailable\n",
      "5",
      "deny",
    ]);
    expect(server.refused).toEqual(["busy"]);
    for (let n = 0; n < 65; n++) {
      await until(() => waiting.length > 0);
      waiting.shift()?.(false);
    }
    expect((await Promise.all(flood)).every(({ status }) => status === 401)).toBe(true);
    expect((await ask(server.url, { headers: basic("alice", secret) })).status).toBe(200);
    expect(incidents).toEqual([]);
  });

  test("admits a remembered password without delay while others wait", async () => {
    let isBlocked = false;
    const blocked = new Promise<boolean>(() => {});
    await using server = await guarded(async (password) => (isBlocked ? blocked : password === secret));
    expect((await ask(server.url, { headers: basic("alice", secret) })).status).toBe(200);
    isBlocked = true;
    void ask(server.url, { headers: basic("alice", "wrong") }).catch(() => {});
    await until(() => server.arrived === 2);
    expect((await ask(server.url, { headers: basic("alice", secret) })).status).toBe(200);
  });

  test("refuses a request if passwords cannot be compared, and reports it once", async () => {
    await using server = await guarded(() => Promise.reject(new Error("ended")));
    for (const user of ["alice", "bob"]) {
      const { status, body, headers } = await ask(server.url, { headers: basic(user, secret) });
      expect([status, body.toString(), headers["retry-after"]]).toEqual([503, "Service Unavailable\n", "5"]);
    }
    expect(server.refused).toEqual(["guard_failed", "guard_failed"]);
    expect(incidents).toEqual([{ source: "service", code: "NARTHEX_GUARD_FAILED" }]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("no settings");
      },
    ],
    ["rejects", () => Promise.reject(new Error("no settings"))],
  ])("refuses every request if its source of settings %s", async (_, provide) => {
    await using server = await guarded(async () => true, provide);
    expect((await ask(server.url, { headers: basic("alice", secret) })).status).toBe(503);
    expect([server.refused, server.admitted]).toEqual([["guard_failed"], 0]);
    expect(incidents).toEqual([{ source: "service", code: "NARTHEX_GUARD_FAILED" }]);
  });

  test("does not call the handler for a client that has disconnected meanwhile", async () => {
    const compared: ((matches: boolean) => void)[] = [];
    await using server = await guarded(() => new Promise((resolve) => compared.push(resolve)));
    const gone = new AbortController();
    const left = fetch(server.url, { headers: basic("alice", secret), signal: gone.signal }).catch(() => "gone");
    await until(() => compared.length === 1);
    gone.abort();
    expect(await left).toBe("gone");
    await until(() => server.closed === 1);
    compared[0]?.(true);
    // Its answer is remembered for the next one.
    expect((await ask(server.url, { headers: basic("alice", secret) })).body.toString()).toBe("admitted");
    expect([server.admitted, compared.length]).toEqual([1, 1]);
  });

  test("refuses and reports a request that another handler has answered", async () => {
    const refused: string[] = [];
    const tested = new Guard(() => settings, { countRefusal: (reason) => void refused.push(reason) });
    let isAdmitted = false;
    await using server = await mounted((request, response) => {
      response.end("sent");
      tested.admit(request, response, () => {
        isAdmitted = true;
      });
    });
    expect((await ask(server.url)).body.toString()).toBe("sent");
    expect([refused, isAdmitted]).toEqual([["guard_failed"], false]);
    expect(incidents).toEqual([{ source: "service", code: "NARTHEX_ALREADY_ANSWERED" }]);
  });
});

/** Holds the comparison of a password until the test answers it. */
function heldComparison() {
  let answer: (matches: boolean) => void = () => {};
  const matches = new Promise<boolean>((resolve) => {
    answer = resolve;
  });
  const compare = vi.spyOn(BcryptWorker.prototype, "compare").mockReturnValue(matches);
  return { compare, answer };
}

describe("a service that stops", () => {
  test("completes the requests whose passwords are being checked", async () => {
    const { compare, answer } = heldComparison();
    const service = await serve({ registry: new Registry(), guard: { basicAuthUsers: { alice: secretHash } } });
    const asked = ask(service.metricsUrl, { headers: basic("alice", "completed") });
    await until(() => compare.mock.calls.length === 1);
    const stopped = service.stop({ graceSeconds: 60 });
    answer(true);
    expect((await asked).status).toBe(200);
    await stopped;
  });

  test("cuts them off after its grace period", async () => {
    const { compare, answer } = heldComparison();
    const service = await serve({ registry: new Registry(), guard: { basicAuthUsers: { alice: secretHash } } });
    const asked = ask(service.metricsUrl, { headers: basic("alice", "cut off") }).catch(() => "cut off");
    await until(() => compare.mock.calls.length === 1);
    await service.stop({ graceSeconds: 0 });
    expect(await asked).toBe("cut off");
    answer(true);
  });
});

describe("wrong passwords in parallel", () => {
  test("are refused, and right ones admitted", async () => {
    await using service = await serve({ registry: new Registry(), guard: { basicAuthUsers: { alice: secretHash } } });
    const asked = Array.from({ length: 60 }, async (_, n) => {
      const password = n % 3 === 0 ? secret : `wrong ${n % 7}`;
      return [password, (await ask(`${service.url}/-/healthy`, { headers: basic("alice", password) })).status] as const;
    });
    for (const [password, status] of await Promise.all(asked)) expect(status).toBe(password === secret ? 200 : 401);
  });
});
