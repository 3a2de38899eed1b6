import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Service } from "../../../src/service/index.js";
import { ask } from "../../web-client.js";
import { registryOf, serve } from "../serving.js";

const methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"];

/** The status of GET, HEAD and every other method, by path. */
const table: readonly (readonly [path: string, get: number, head: number, others: number])[] = [
  ["/", 200, 200, 405],
  ["/metrics", 200, 200, 405],
  ["/metrics/", 200, 200, 405],
  ["/metrics?name[]=events_total", 200, 200, 405],
  ["/metrics?debug=openmetrics", 200, 200, 405],
  ["/metrics?debug=unknown", 400, 400, 405],
  ["/-/healthy", 200, 200, 405],
  ["/robots.txt", 200, 200, 405],
  ["/-/ready", 404, 404, 404],
  ["/-/reload", 404, 404, 404],
  ["/-/quit", 404, 404, 404],
  ["/-/", 404, 404, 404],
  ["/metrics/x", 404, 404, 404],
  ["/x/metrics", 404, 404, 404],
  ["//metrics", 404, 404, 404],
  ["/../metrics", 404, 404, 404],
  ["/METRICS", 404, 404, 404],
  ["/metrics%00", 404, 404, 404],
  ["/debug/pprof/", 404, 404, 404],
  ["/api/v1/query", 404, 404, 404],
  ["/.git/config", 404, 404, 404],
  ["/etc/passwd", 404, 404, 404],
  ["/favicon.ico", 404, 404, 404],
  ["/index.html", 404, 404, 404],
];

/** Returns the status of a request. */
type Client = (url: string, path: string, method: string) => Promise<number>;

const byNode: Client = async (url, path, method) => (await ask(url, { path, method })).status;

const byCurl: Client = async (url, path, method) => {
  const verb = method === "HEAD" ? ["--head"] : ["--request", method];
  const options = ["--silent", "--globoff", "--path-as-is", "--output", "-", "--write-out", "\n%{http_code}"];
  const { stdout } = await promisify(execFile)("curl", [...options, ...verb, url + path], { encoding: "latin1" });
  return Number(stdout.split("\n").at(-1));
};

const hasCurl = await promisify(execFile)("curl", ["--version"]).then(
  () => true,
  () => false,
);
const clients: readonly (readonly [string, Client])[] = [
  ["a client of Node.js", byNode],
  ...(hasCurl || process.env["CI"] === "true" ? ([["curl", byCurl]] as const) : []),
];

let service: Service;
beforeAll(async () => {
  service = await serve({ registry: registryOf(1) });
});
afterAll(() => service.stop());

describe.each(clients)("asked by %s", (_, statusOf) => {
  test.each(table)(
    "%s answers GET with %d, HEAD with %d and other methods with %d",
    async (path, get, head, others) => {
      const expected = methods.map((method) => (method === "GET" ? get : method === "HEAD" ? head : others));
      const statuses = await Promise.all(methods.map((method) => statusOf(service.url, path, method)));
      expect(statuses).toEqual(expected);
    },
  );
});
