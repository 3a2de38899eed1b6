import type { Files } from "../web-config-folder.js";
import type { Question } from "./question.js";

/** One row of the table: a web-config file, and requests to servers that were started with it. */
export interface Behaviour {
  /** The option that the row is about, as in the document. */
  readonly option: string;
  /** The value of the option, or the case. */
  readonly name: string;
  /** The web-config file: YAML, or an object that is written as JSON, which is YAML. */
  readonly file: string | object;
  /** Whether node_exporter 1.5 does not have the option yet. */
  readonly isNew?: boolean;
  /** The requests, in their order. */
  readonly requests: readonly Request[];
  /** The reason why the service answers differently on purpose. */
  readonly difference?: string;
}

/** A request, and the answer to it. */
export interface Request {
  /** The files that change before the request. */
  readonly change?: Files;
  readonly question: Question;
  /** The answer of node_exporter. */
  readonly answer: string;
  /** The answer of the service, if it differs. */
  readonly here?: string;
}

/** The answer of a server that has rejected its web-config file. */
export const notStarted = "does not start";

/** The files of a server with TLS. */
export const serverFiles = { cert_file: "server.pem", key_file: "server.key" } as const;

/** Returns rows about an option that accept or reject one request each. */
export function rejected(option: string, files: Readonly<Record<string, string | object>>): Behaviour[] {
  return Object.entries(files).map(([name, file]) => ({
    option,
    name,
    file,
    requests: [{ question: { tls: false }, answer: notStarted }],
  }));
}
