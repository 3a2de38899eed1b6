import { type Buffer, isUtf8 } from "node:buffer";
import type { RateLimit } from "../options/guard.js";
import { type HttpSection, readHttpSection } from "./sections/http-section.js";
import { readRateLimitSection } from "./sections/rate-limit-section.js";
import { readSection } from "./sections/section.js";
import { readTlsSection, type TlsSection } from "./sections/tls-section.js";
import { readUsersSection } from "./sections/users-section.js";
import type { ConfigNode } from "./yaml/config-node.js";
import { Problems } from "./yaml/problems.js";
import { readYaml } from "./yaml/read-yaml.js";

/** The content of a web-config file, in the terms of Node.js. Files that it names are not read yet. */
export interface WebConfig extends HttpSection {
  /** TLS; `undefined` for plain HTTP. */
  readonly tls: TlsSection | undefined;
  /** The bcrypt hashes, by user; `undefined` if every client is admitted. */
  readonly basicAuthUsers: Readonly<Record<string, string>> | undefined;
  readonly rateLimit: RateLimit | undefined;
}

/**
 * Parses a web-config file of Prometheus' exporters. An empty one means plain HTTP without a guard.
 *
 * @param content - the bytes of the file
 * @param file - the path, as messages show it
 * @throws {Error} if the file has problems; the message has the line and column of each
 */
export async function parseWebConfig(content: Buffer, file: string): Promise<WebConfig> {
  const text = decode(content);
  const problems = new Problems(file, text ?? "");
  if (text === undefined) problems.add(0, "The file must be text in UTF-8. Convert it.");
  else if (text.length > MAX_LENGTH)
    problems.add(0, `The file must not have more than ${MAX_LENGTH} characters. Move PEM text to files of its own.`);
  const root = problems.count === 0 ? await readYaml(text ?? "", problems) : undefined;
  const config = problems.count === 0 ? readConfig(root, problems) : undefined;
  if (config === undefined || problems.count > 0) throw problems.toError();
  return config;
}

/** Longest file in characters. It has room for 800 users, and takes about 0.1 s to parse. */
const MAX_LENGTH = 65_536;

function readConfig(root: ConfigNode | undefined, problems: Problems): WebConfig {
  const asItIs = (node: ConfigNode): ConfigNode => node;
  const readers = {
    tls_server_config: asItIs,
    http_server_config: asItIs,
    basic_auth_users: asItIs,
    rate_limit: asItIs,
  };
  const { settings } = readSection("", root, readers, problems);
  const http = readHttpSection(settings.http_server_config?.value, problems);
  return {
    ...http,
    tls: readTlsSection(settings.tls_server_config?.value, http.http2, problems),
    basicAuthUsers: readUsersSection(settings.basic_auth_users?.value, problems),
    rateLimit: readRateLimitSection(settings.rate_limit?.value, problems),
  };
}

/** Decodes UTF-8 and removes a byte order mark. */
function decode(content: Buffer): string | undefined {
  return isUtf8(content) ? content.toString("utf8").replace(/^\ufeff/, "") : undefined;
}
