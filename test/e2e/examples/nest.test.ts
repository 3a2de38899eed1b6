import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, ask } from "../../web-client.js";
import { root } from "../docs/code-block.js";
import { RunningProgram } from "../running-program.js";

let program: RunningProgram;
let url: string;

beforeAll(async () => {
  program = new RunningProgram(join(root, "temp/examples/legacy/nest/main.js"));
  url = (await program.url()) ?? "";
  expect(url, program.output).not.toBe("");
});

afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
});

const find = (id: string): Promise<Answer> => ask(new URL(`/orders/${id}`, url));
const list = (limit: string): Promise<Answer> => ask(new URL(`/orders?limit=${limit}`, url));

function place(order: object, authorization?: string): Promise<Answer> {
  const headers = { "content-type": "application/json", ...(authorization !== undefined && { authorization }) };
  return ask(new URL("/orders", url), { method: "POST", headers, body: JSON.stringify(order) });
}

const secret = "Bearer secret";
const json = ({ body }: Answer): unknown => JSON.parse(body.toString());

/** Returns the value of a sample, or 0 if it is absent. */
async function value(sample: string): Promise<number> {
  const lines = (await ask(url)).body.toString().split("\n");
  return Number(lines.find((line) => line.startsWith(`${sample} `))?.slice(sample.length) ?? 0);
}

/** Returns by how much an action increases a sample. */
async function growth(sample: string, act: () => Promise<unknown>): Promise<number> {
  const before = await value(sample);
  await act();
  return (await value(sample)) - before;
}

const seconds = (route: string, outcome: string): string =>
  `orders_request_duration_seconds_count{route="${route}",outcome="${outcome}"}`;

describe("the Nest application", () => {
  test("routes to a method that is timed below its route, and injects its dependencies", async () => {
    const answer = await find("1");
    expect(answer.status).toBe(200);
    expect(json(answer)).toEqual({ id: 1, sku: "lamp" });
  });

  test("routes to a method that is timed above its route, and binds its body", async () => {
    const answer = await place({ sku: "rug" }, secret);
    expect(answer.status).toBe(201);
    expect(json(answer)).toMatchObject({ sku: "rug" });
  });

  test("routes in both orders of @Get and @Timer, with pipes, and counts each", async () => {
    const found = async () => expect(json(await find("1"))).toEqual({ id: 1, sku: "lamp" });
    const listed = async () => expect(json(await list("1"))).toEqual([{ id: 1, sku: "lamp" }]);
    expect(await growth(seconds("find", "ok"), found)).toBe(1);
    expect(await growth(seconds("list", "ok"), listed)).toBe(1);
  });

  test("passes a decorator's metadata to its guard, with @Timer above and below that decorator", async () => {
    expect((await find("1")).status).toBe(200);
    expect((await list("1")).status).toBe(200);
    expect((await place({ sku: "rug" })).status).toBe(403);
  });

  test("measures no request that its guard denies", async () => {
    const denied = async () => {
      expect((await place({ sku: "rug" })).status).toBe(403);
      expect((await place({ sku: "rug" }, "Bearer guess")).status).toBe(403);
    };
    expect(await growth(seconds("place", "ok"), denied)).toBe(0);
    expect(await growth("orders_placed_total", denied)).toBe(0);
  });

  test("measures no request that its pipe rejects", async () => {
    const refused = async () => {
      expect((await find("lamp")).status).toBe(400);
      expect((await list("all")).status).toBe(400);
    };
    for (const route of ["find", "list"]) {
      expect(await growth(seconds(route, "error"), refused)).toBe(0);
      expect(await growth(seconds(route, "ok"), refused)).toBe(0);
    }
  });

  test("responds to errors as Nest does, and counts them", async () => {
    const missing = async () => expect((await find("999")).status).toBe(404);
    expect(await growth(seconds("find", "error"), missing)).toBe(1);
    const raised = 'method_exceptions_total{class="orders",method="find",exception="NotFoundException"}';
    expect(await growth(raised, missing)).toBe(1);
    const broken = async () => expect((await place({}, secret)).status).toBe(500);
    expect(await growth("orders_refused_total", broken)).toBe(1);
  });

  test("records a call with every decorator of a method", async () => {
    const placed = () => place({ sku: "chair" }, secret);
    expect(await growth(seconds("place", "ok"), placed)).toBe(1);
    expect(await growth("orders_placed_total", placed)).toBe(1);
    expect(await growth('method_duration_seconds_count{class="orders",method="place"}', placed)).toBe(1);
    expect(await value("orders_being_placed")).toBe(0);
  });

  test("counts a call once if the class and the method count it", async () => {
    expect(await value('method_calls_total{class="orders",method="place"}')).toBe(0);
  });

  test("exits cleanly at SIGTERM", async () => {
    await using own = new RunningProgram(join(root, "temp/examples/legacy/nest/main.js"));
    await own.url();
    expect((await own.stop()).code).toBeOneOf([0, "SIGTERM"]);
  });
});
