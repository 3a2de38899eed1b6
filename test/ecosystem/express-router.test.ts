import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express, { type NextFunction, type Request, type Response, type Router } from "express";
import { expect, test } from "vitest";
import { everyMethodOf } from "./every-method.js";

type Handler = (request: Request, response: Response, next: NextFunction) => unknown;

/** A router that uses all features of routers, with handlers that log their calls. */
function routerWith(log: unknown[]): Router {
  const noting =
    (name: string, handler: Handler): Handler =>
    (request, response, next) => {
      log.push([name, request.method, request.url, { ...request.params }]);
      return handler(request, response, next);
    };
  const items = express.Router({ mergeParams: true });
  items.get(
    "/:item",
    noting("item", (request, response) => response.json(request.params)),
  );
  const router = express.Router();
  router.param("user", (_request, _response, next, id) => {
    log.push(["param", id]);
    if (id === "nobody") next(new Error("no such user"));
    else setImmediate(next);
  });
  router.use(noting("first", (_request, _response, next) => void setImmediate(next)));
  router.use("/users/:user/items", items);
  router
    .route("/users/:user")
    .all(noting("all", (_request, _response, next) => next()))
    .get(
      noting("get", async (request, _response, next) => next(request.query["skip"] ? "route" : undefined)),
      noting("handler", (_request, response) => response.status(201).set("x-user", "known").send("user")),
    )
    .put(noting("put", async () => Promise.reject(new TypeError("rejected"))))
    .delete(() => {
      throw new RangeError("thrown");
    });
  router.get(
    "/users/:user",
    noting("skipped to", (_request, response) => response.redirect("/elsewhere")),
  );
  router.get(
    /^\/left/,
    noting("leave", (_request, _response, next) => next("router")),
  );
  router.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
    log.push(["error", error.name, error.message]);
    response.status(500).type("text").send(error.message);
  });
  return router;
}

const requests = [
  ["GET", "/api/users/ada"],
  ["GET", "/api/users/ada?skip=yes"],
  ["HEAD", "/api/users/ada"],
  ["PUT", "/api/users/ada"],
  ["DELETE", "/api/users/ada"],
  ["OPTIONS", "/api/users/ada"],
  ["GET", "/api/users/nobody"],
  ["GET", "/api/users/ada/items/7"],
  ["GET", "/api/users/a%20b/items/7"],
  ["GET", "/api/users/%E0/items/7"],
  ["GET", "/api/left/behind"],
  ["POST", "/nothing"],
] as const;

/** The calls of the handlers and the responses, in order. */
async function drive(): Promise<unknown[]> {
  const log: unknown[] = [];
  const app = express();
  app.disable("etag").use("/api", routerWith(log));
  app.use((request, response) => response.status(404).send(`nothing at ${request.originalUrl}`));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  for (const [method, path] of requests) {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
    const response = await fetch(url, { method, redirect: "manual" });
    const headers = [...response.headers].filter(([name]) => name !== "date");
    log.push([method, path, response.status, headers, await response.text()]);
  }
  server.close();
  server.closeAllConnections();
  await once(server, "close");
  return log;
}

test("an Express router responds the same if all its methods are measured until their end", async () => {
  const before = await drive();
  const router = express.Router();
  const [layer] = router.get("/", () => {}).stack;
  const prototypes = [
    Object.getPrototypeOf(Object.getPrototypeOf(router)),
    Object.getPrototypeOf(router.route("/")),
    Object.getPrototypeOf(layer),
    express.application,
    express.request,
    express.response,
  ];
  using decorated = everyMethodOf(...prototypes);
  expect(await drive()).toEqual(before);
  expect(await decorated.counts()).toMatchObject({ listen: 1, json: 2, redirect: 1 });
  expect(await decorated.errors()).toBe(0);
});
