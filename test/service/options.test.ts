import { describe, expect, test } from "vitest";
import { metricsHandler, Service } from "../../src/service/index.js";
import { checkStartOptions } from "../../src/service/options/start.js";
import { checkStopOptions } from "../../src/service/options/stop.js";

/** Calls a function with values that its types reject. */
const construct = (options: object) => new Service(options);
const start = (options: object) => new Service().start(options);
const stop = (options: object) => new Service().stop(options);

describe("options of a service", () => {
  test.each<[object, typeof TypeError | typeof RangeError, string]>([
    [
      { regsitry: {} },
      TypeError,
      'Service: unknown option "regsitry". The options are registry, maxConcurrentScrapes, scrapeTimeoutSeconds, createdSamples, limits, path, guard,',
    ],
    [{ registry: {} }, TypeError, "registry must be a registry or another object with a gather method, but was {}."],
    [
      { registry: null },
      TypeError,
      "registry must be a registry or another object with a gather method, but was null.",
    ],
    [{ path: "metrics" }, RangeError, 'path must begin with "/"'],
    [{ path: "https:" }, RangeError, 'but was "https:".'],
    [{ path: "//host" }, RangeError, 'but was "//host".'],
    [{ path: "/a//b" }, RangeError, 'but was "/a//b".'],
    [{ path: "/a?b" }, RangeError, 'but was "/a?b".'],
    [{ path: "/a/../b" }, RangeError, 'but was "/a/../b".'],
    [{ path: "/a b" }, RangeError, 'but was "/a b".'],
    [{ path: 1 }, TypeError, "path must be a string, but was 1."],
    [{ path: "/-/healthy" }, RangeError, "must differ from the service's own pages"],
    [{ path: "/robots.txt" }, RangeError, "must differ from the service's own pages"],
    [{ maxConcurrentScrapes: 0 }, RangeError, "must be a whole number of at least 1, but was 0."],
    [{ maxConcurrentScrapes: 1.5 }, RangeError, "must be a whole number of at least 1, but was 1.5."],
    [{ maxConcurrentScrapes: "2" }, TypeError, 'must be a whole number of at least 1, but was "2".'],
    [{ scrapeTimeoutSeconds: 0 }, RangeError, "must be a number of seconds above 0, at most 300, but was 0."],
    [{ scrapeTimeoutSeconds: Number.NaN }, RangeError, "but was NaN."],
    [{ scrapeTimeoutSeconds: 301 }, RangeError, "but was 301."],
    [{ createdSamples: 1 }, TypeError, "createdSamples must be true or false, but was 1."],
    [{ limits: 1 }, TypeError, "limits must be an object, but was 1."],
    [
      { limits: { maxUrl: 1 } },
      TypeError,
      'Service: unknown option "limits.maxUrl". The options are limits.maxUrlBytes,',
    ],
    [{ limits: { maxUrlBytes: 63 } }, RangeError, "limits.maxUrlBytes must be a whole number from 64 to 1073741824"],
    [
      { limits: { maxConnections: 0 } },
      RangeError,
      "limits.maxConnections must be a whole number from 1 to 1073741824",
    ],
    [{ limits: { maxHeaders: 8.5 } }, RangeError, "limits.maxHeaders must be a whole number from 8 to 1073741824"],
    [{ limits: { maxHeaderBytes: 2 ** 31 } }, RangeError, "but was 2147483648."],
    [
      { limits: { sendTimeoutSeconds: 0 } },
      RangeError,
      "limits.sendTimeoutSeconds must be a number of seconds from 0.001 to 2147483, but was 0.",
    ],
    [{ limits: { idleTimeoutSeconds: Number.POSITIVE_INFINITY } }, RangeError, "but was Infinity."],
    [{ limits: { headersTimeoutSeconds: "1" } }, TypeError, 'but was "1".'],
    [[], TypeError, "options must be an object, but was []."],
  ])("that are wrong are refused: %o", (options, type, message) => {
    expect(() => construct(options)).toThrow(type);
    expect(() => construct(options)).toThrow(message);
  });

  test("are also rejected by metricsHandler, which has no path and no connections", () => {
    expect(() => metricsHandler({ path: "/x" } as object)).toThrow('metricsHandler: unknown option "path"');
    expect(() => metricsHandler({ limits: { maxConnections: 1 } } as object)).toThrow(
      'metricsHandler: unknown option "limits.maxConnections"',
    );
  });

  test.each<[object, typeof TypeError | typeof RangeError, string]>([
    [{ prot: 1 }, TypeError, 'Service.start: unknown option "prot". The options are host, port,'],
    [{ port: -1 }, RangeError, "port must be a whole number from 0 to 65535, but was -1."],
    [{ port: 65_536 }, RangeError, "but was 65536."],
    [{ port: 80.5 }, RangeError, "but was 80.5."],
    [{ port: "8000" }, TypeError, 'but was "8000".'],
    [{ host: "" }, TypeError, 'host must be an address or a host name, but was "".'],
    [{ host: 1 }, TypeError, "but was 1."],
    [{ path: "x" }, RangeError, 'path must begin with "/"'],
    [{ unref: "yes" }, TypeError, 'unref must be true or false, but was "yes".'],
    [{ tls: true }, TypeError, "tls must be options of node:https, like { key, cert }, but was true."],
    [{ tls: "hunter2" }, TypeError, "tls must be options of node:https, like { key, cert }. The value is not shown"],
    [{ tls: null }, TypeError, "tls must be options of node:https, like { key, cert }, but was null."],
    [{ tls: { cert: "c" } }, TypeError, "tls must have a key and a certificate: keyFile and certFile"],
    [{ tls: { key: "k" } }, TypeError, "tls must have a key and a certificate: keyFile and certFile"],
    [{ tls: { key: "k", cert: "c", minVersion: "TLSv1.1" } }, RangeError, "must not allow versions before TLS 1.2"],
    [{ tls: { key: "k", cert: "c", minVersion: "TLSv1" } }, RangeError, "must not allow versions before TLS 1.2"],
    [
      { tls: { key: "k", cert: "c", secureProtocol: "TLSv1_2_method" } },
      TypeError,
      "Service.start: tls must not have secureProtocol. Use minVersion and maxVersion instead.",
    ],
    [{ tls: { pfx: "p", secureProtocol: "TLS_method" } }, TypeError, "must not have secureProtocol"],
  ])("that are wrong are refused when it starts: %o", async (options, type, message) => {
    await expect(start(options)).rejects.toThrow(type);
    await expect(start(options)).rejects.toThrow(message);
  });

  test.each<[object, typeof TypeError | typeof RangeError, string]>([
    [{ graceSeconds: -1 }, RangeError, "Service.stop: graceSeconds must be a number of seconds from 0 to 2147483"],
    [{ graceSeconds: 2 ** 31 / 1000 }, RangeError, "but was 2147483.648."],
    [{ graceSeconds: "1" }, TypeError, 'but was "1".'],
    [{ grace: 1 }, TypeError, 'Service.stop: unknown option "grace". The only option is graceSeconds.'],
  ])("that are wrong are refused when it stops: %o", async (options, type, message) => {
    await expect(stop(options)).rejects.toThrow(type);
    await expect(stop(options)).rejects.toThrow(message);
  });

  test.each([
    { maxConcurrentScrapes: 1, scrapeTimeoutSeconds: 300 },
    { scrapeTimeoutSeconds: 0.001, createdSamples: true, path: "/" },
    { registry: { gather: () => {} } },
    { limits: {} },
    {
      limits: {
        maxUrlBytes: 64,
        maxAcceptBytes: undefined,
        maxNames: 1,
        maxNameLength: 2 ** 30,
        sendTimeoutSeconds: 0.001,
      },
    },
    { limits: { maxConnections: 1, maxRequestsPerConnection: 1, maxHeaderBytes: 1024, maxHeaders: 8 } },
    { limits: { headersTimeoutSeconds: 0.001, requestTimeoutSeconds: 2_147_483, idleTimeoutSeconds: 1 } },
  ])("at the limits of their ranges are accepted: %o", (options) => {
    expect(() => construct(options)).not.toThrow();
  });

  test.each([
    { port: 0, host: "h" },
    { port: 65_535, unref: true },
    { tls: { key: "k", cert: "c", minVersion: "TLSv1.3" } },
    { tls: { pfx: "p", minVersion: "TLSv1.2", secureProtocol: undefined } },
    { tls: { SNICallback: () => {} } },
  ])("at the limits of their ranges are accepted when it starts: %o", (options) => {
    expect(() => checkStartOptions(options)).not.toThrow();
  });

  test.each([0, 60, 2 ** 31 / 1000 - 1])("allow a grace period of %d seconds", (graceSeconds) => {
    expect(() => checkStopOptions({ graceSeconds })).not.toThrow();
  });
});
