import { connect as connectHttp2 } from "node:http2";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls, type SecureVersion, type TLSSocket } from "node:tls";
import { certificates, pem } from "../../certificates.js";

/** A request for `/metrics`, and how the client connects. */
export interface Question {
  /** Whether the client speaks TLS (default true). */
  readonly tls?: boolean;
  /** The certificate that the client has. */
  readonly certificate?: keyof typeof certificates;
  /** The only version of TLS that the client speaks. */
  readonly version?: SecureVersion;
  /** The cipher suites of TLS 1.2 that the client knows, by their names in OpenSSL. */
  readonly ciphers?: string;
  /** The curves that the client knows. */
  readonly curves?: string;
  /** Whether the client prefers HTTP/2 (default false). */
  readonly http2?: boolean;
  /** Whether the client resumes the session of the last request (default false). */
  readonly resumes?: boolean;
  /** Whether the connection stays open for the next request, or is that of the request before. Only in HTTP/1.1. */
  readonly connection?: "kept" | "reused";
  /** The name and the password, separated by a colon. */
  readonly user?: string;
  /** The `Authorization` header. */
  readonly authorization?: string;
  /** The parts of the response that are shown after the status. */
  readonly show?: readonly (Detail | `header ${string}`)[];
}

type Detail = "cipher" | "protocol" | "certificate";

/** The last session of the clients of each port. */
const sessions = new Map<number, Buffer>();

/** The open connection to each port. */
const connections = new Map<number, Socket>();

const closed = "The server has closed the connection.";

interface Head {
  readonly status: string;
  readonly headers: ReadonlyMap<string, string>;
}

/**
 * Sends a request to a server at 127.0.0.1. Returns the status and the details to show, or else `refused` if the server
 * has refused TLS or closed the connection.
 */
export async function answerTo(port: number, question: Question): Promise<string> {
  try {
    const reused = question.connection === "reused" ? connections.get(port) : undefined;
    const socket = reused ?? (await connectionTo(port, question));
    try {
      const head = await (protocolOf(socket) === "h2" ? headOverHttp2(socket, question) : headOf(socket, question));
      return [head.status, ...(question.show ?? []).map((detail) => detailOf(detail, head, socket))].join(", ");
    } finally {
      if (question.connection === "kept") connections.set(port, socket);
      else socket.destroy();
    }
  } catch (error) {
    return reasonOf(error);
  }
}

function connectionTo(port: number, question: Question): Promise<Socket> {
  return question.tls === false ? connected(connectTcp(port, "127.0.0.1")) : secured(port, question);
}

function secured(port: number, question: Question): Promise<TLSSocket> {
  const pair = question.certificate === undefined ? undefined : certificates[question.certificate];
  const socket = connectTls({
    host: "127.0.0.1",
    port,
    ca: [pem(certificates.authority.cert), pem(certificates.otherAuthority.cert)],
    ALPNProtocols: question.http2 === true ? ["h2", "http/1.1"] : ["http/1.1"],
    // The old versions need ciphers that OpenSSL rejects by default.
    ciphers: question.ciphers ?? "DEFAULT:@SECLEVEL=0",
    ...(question.version === undefined ? {} : { minVersion: question.version, maxVersion: question.version }),
    ...(question.curves === undefined ? {} : { ecdhCurve: question.curves }),
    ...(question.resumes === true ? { session: sessions.get(port) } : {}),
    ...(pair === undefined ? {} : { cert: pem(pair.cert), key: pem(pair.key) }),
  });
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(closed)));
    // In TLS 1.3, the client has finished before the server has seen its certificate. Its first ticket tells that it has.
    let isReady = false;
    let hasTicket = false;
    const next = () => {
      // What is written while OpenSSL hands over a ticket is never sent.
      const isDone = hasTicket || question.resumes === true || socket.getProtocol() !== "TLSv1.3";
      if (isReady && isDone) setImmediate(resolve, socket);
    };
    socket.on("secureConnect", () => {
      isReady = true;
      next();
    });
    socket.on("session", (session) => {
      sessions.set(port, session);
      hasTicket = true;
      next();
    });
  });
}

function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("connect", () => resolve(socket));
  });
}

function headOf(socket: Socket, question: Question): Promise<Head> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(closed)));
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      // The end of another body may come first.
      const head = /HTTP\/1\.\d .*?(?=\r\n\r\n)/s.exec(text)?.[0];
      if (head === undefined) return;
      const [line = "", ...fields] = head.split("\r\n");
      const headers = fields.map((field) => field.split(/: (.*)/, 2) as [string, string]);
      resolve({ status: line.split(" ")[1] ?? line, headers: new Map(headers.map(([k, v]) => [k.toLowerCase(), v])) });
    });
    const fields = [...Object.entries(headersOf(question)), ["Host", "127.0.0.1"], ["Connection", "keep-alive"]];
    const lines = ["GET /metrics HTTP/1.1", ...fields.map(([name, value]) => `${name}: ${value}`)];
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  });
}

function headOverHttp2(socket: Socket, question: Question): Promise<Head> {
  const session = connectHttp2("https://127.0.0.1", { createConnection: () => socket });
  return new Promise((resolve, reject) => {
    session.on("error", reject);
    const request = session.request({ ":path": "/metrics", ...headersOf(question) });
    request.on("error", reject);
    request.on("response", (fields) => {
      const headers = new Map(Object.entries(fields).map(([name, value]) => [name, String(value)]));
      resolve({ status: String(fields[":status"]), headers });
    });
    request.end();
  });
}

function headersOf({ user, authorization }: Question): Record<string, string> {
  const value = user === undefined ? authorization : `Basic ${Buffer.from(user).toString("base64")}`;
  return value === undefined ? {} : { Authorization: value };
}

function detailOf(detail: string, { headers }: Head, socket: Socket): string {
  if (detail.startsWith("header ")) {
    const name = detail.slice("header ".length);
    return `${name}: ${headers.get(name.toLowerCase()) ?? "none"}`;
  }
  const secure = socket as TLSSocket;
  if (detail === "cipher") return secure.getCipher().standardName;
  if (detail === "protocol") return protocolOf(socket);
  return String(secure.getPeerCertificate().subject.CN);
}

function protocolOf(socket: Socket): string {
  return (socket as TLSSocket).alpnProtocol || "http/1.1";
}

/** TLS may be refused with an alert, or by closing the connection. */
function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const isRefusal =
    /_ALERT_|UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER/.test(code) || ["ECONNRESET", "EPIPE"].includes(code);
  return isRefusal || message === closed ? "refused" : `${code} ${message}`;
}
