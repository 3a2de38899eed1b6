import { subscribe } from "node:diagnostics_channel";
import { writeSync } from "node:fs";
import { Agent, type ClientRequest } from "node:http";
import { Gauge } from "../../src/collectors/gauge.js";
import { onError } from "../../src/globals/error-listener.js";
import { Pushgateway, type PushgatewayOptions } from "../../src/push/index.js";
import { Registry } from "../../src/registry/registry.js";

// A job that pushes when it ends: `push-job <how it ends> <options as JSON>`. Without options, it does not push.
const [how, options] = process.argv.slice(2);
// An application's own handler, which is registered before the push and removed before later listeners are called. It
// needs some time to shut down, in which the library must not end the process.
if (how === "SIGTERM, handled once before") process.once("SIGTERM", () => setTimeout(() => process.exit(4), 50));
const registry = new Registry();
new Gauge({ name: "records", help: "A live collector.", registry }).set(7);
registry.register({
  collect: async () => [{ name: "queue", help: "Asked for.", type: "gauge", metrics: [{ labels: {}, value: 8 }] }],
});
if (options !== undefined) {
  const given = JSON.parse(options) as Omit<PushgatewayOptions, "registry"> & { exitTimeoutSeconds?: number };
  const { exitTimeoutSeconds = 5, ...gateway } = given;
  new Pushgateway({ ...gateway, registry }).pushOnExit({ timeoutSeconds: exitTimeoutSeconds });
}

const end = (signal: NodeJS.Signals) => {
  setInterval(() => {}, 60_000);
  process.kill(process.pid, signal);
};
const periodic = (agent?: Agent) => {
  const { url, timeoutSeconds } = JSON.parse(options ?? "{}") as { url: string; timeoutSeconds: number };
  new Pushgateway({ url, timeoutSeconds, job: "periodic", registry, ...(agent && { agent }) }).pushEvery(0.01);
  const alive = setInterval(() => {}, 60_000);
  onConnect(() => clearInterval(alive));
};
/** Calls back when a push has connected to the gateway. */
function onConnect(callback: () => void): void {
  subscribe("http.client.request.start", (message) => {
    const { socket } = (message as { request: ClientRequest }).request;
    if (socket?.connecting) socket.once("connect", callback);
    else callback();
  });
}
const ends: Record<string, () => void> = {
  return: () => {},
  SIGTERM: () => end("SIGTERM"),
  SIGINT: () => end("SIGINT"),
  "SIGTERM twice": () => {
    end("SIGTERM");
    onConnect(() => process.kill(process.pid, "SIGTERM"));
  },
  "SIGTERM, handled": () => {
    process.on("SIGTERM", () => process.exit(4));
    end("SIGTERM");
  },
  "SIGTERM, handled once before": () => end("SIGTERM"),
  SIGKILL: () => end("SIGKILL"),
  "process.exit": () => process.exit(3),
  "process.exit, told": () => {
    onError((error) => writeSync(1, error.message));
    process.exit(3);
  },
  "process.exitCode": () => {
    process.exitCode = 5;
  },
  "uncaught exception": () => {
    setTimeout(() => {
      throw new Error("boom");
    }, 1);
  },
  "unhandled rejection": () => void Promise.reject(new Error("lost")),
  "handled exception": () => {
    process.on("uncaughtException", () => {});
    setTimeout(() => {
      throw new Error("caught");
    }, 1);
  },
  "periodic push": () => periodic(),
  "periodic push to several addresses": () => {
    const addresses = [
      { address: "::1", family: 6 },
      { address: "127.0.0.1", family: 4 },
    ];
    periodic(new Agent({ lookup: (_host, _options, tell) => tell(null, addresses) }));
  },
};
ends[how ?? ""]?.();
