import type { ServerOptions } from "node:http";
import { createServer, type Server } from "node:https";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { activeClock } from "../../globals/clock.js";
import { withCode } from "../../model/errors/coded-error.js";
import type { ServiceLog } from "../log/service-log.js";
import type { SelfMetrics } from "../self-metrics.js";
import { HandshakeFailures } from "./handshake-failure.js";
import { Http2Sessions } from "./http2-sessions.js";
import type { LoadedTls } from "./load-tls.js";
import { ReloadedTls } from "./reloaded-tls.js";
import type { TlsSource } from "./tls-source.js";

const HANDSHAKE_MS = 10_000;

/**
 * Returns a function that creates servers for HTTPS. All of them use the same files.
 *
 * @param source - the options for TLS, already checked
 * @param httpOptions - the options for HTTP
 * @param self - the metrics that count failed handshakes and reloads
 * @throws {Error} if a file cannot be read, or its content is invalid
 */
export async function secureServerFactory(
  source: TlsSource,
  httpOptions: ServerOptions,
  self: SelfMetrics,
): Promise<() => Server> {
  const tls = await ReloadedTls.open(source, self);
  const failures = new HandshakeFailures(self);
  const { http2 = false } = source.current;
  const protocols = http2 ? { ALPNProtocols: ["h2", "http/1.1"] } : {};
  return () => {
    const { options } = tls.current;
    const server = createServer({ ...httpOptions, handshakeTimeout: HANDSHAKE_MS, ...protocols, ...options });
    const sessions = http2 ? new Http2Sessions(server, httpOptions, self) : undefined;
    handleConnections(server, tls, failures, sessions);
    return server;
  };
}

/** Puts the service in front of what Node.js does with connections and handshakes. */
function handleConnections(
  server: Server,
  tls: ReloadedTls,
  failures: HandshakeFailures,
  sessions: Http2Sessions | undefined,
): void {
  let loaded = tls.current;
  warnIfExpired(loaded, tls.log);
  const apply = (latest: LoadedTls): void => {
    warnIfExpired(latest, tls.log);
    if (latest === loaded) return;
    loaded = latest;
    setOptions(server, latest);
  };
  // A handshake that fails is not an error of HTTP.
  server.removeAllListeners("tlsClientError");
  server.on("tlsClientError", (error, socket) => failures.fail(error, socket));
  if (!tls.isFixed)
    intercept(server, "connection", async (socket: Socket, proceed) => {
      await withSocket(socket, tls.refreshInTime().then(apply));
      if (!socket.destroyed) proceed();
    });
  intercept(server, "secureConnection", (socket: TLSSocket, proceed) => {
    const refusal = loaded.clients?.refusalOf(socket);
    if (refusal !== undefined) failures.refuse(refusal, socket);
    else if (socket.alpnProtocol === "h2" && sessions !== undefined) sessions.begin(socket);
    else proceed();
  });
}

/** Uses new options for the following handshakes. Established connections stay. */
function setOptions(server: Server, { options }: LoadedTls): void {
  // A new context has new keys for session tickets, too.
  server.setSecureContext(options);
  const { requestCert = false, rejectUnauthorized = true } = options;
  // Node.js reads these properties at each handshake. The policy for clients does not depend on them.
  Object.assign(server, { requestCert, rejectUnauthorized });
}

/** Puts a function in front of the listeners that Node.js itself has added to a server. */
function intercept<S extends Socket>(
  server: Server,
  event: string,
  listener: (socket: S, proceed: () => void) => void,
): void {
  const own = server.listeners(event);
  server.removeAllListeners(event);
  server.on(event, (socket: S) => listener(socket, () => own.forEach((one) => void one.call(server, socket))));
}

/** Waits while a socket has no other listener: an error would end the process. */
async function withSocket(socket: Socket, done: Promise<void>): Promise<void> {
  const ignore = (): void => {};
  socket.on("error", ignore);
  await done;
  socket.off("error", ignore);
}

/** Reports once that a certificate has expired. Clients refuse it, which the service does not always notice. */
function warnIfExpired(loaded: LoadedTls, log: ServiceLog): void {
  const { expiresMs = Number.POSITIVE_INFINITY, certificate } = loaded;
  if (expiresMs > activeClock.current.now()) return;
  const error = withCode(
    "NARTHEX_CERTIFICATE_EXPIRED",
    new Error(`${certificate} has a certificate that has expired. Clients refuse it. Renew the certificate.`),
  );
  log.report(loaded, error, { source: "service" });
}
