import { isValidHeader } from "../../options/response-headers.js";
import type { ConfigNode } from "../yaml/config-node.js";
import type { Problems } from "../yaml/problems.js";
import { addRepeatedKeys, readSection, type ValueReader } from "./section.js";
import { boolean, butWas, scalarOf } from "./value-readers.js";

/** The section `http_server_config`. */
export interface HttpSection {
  /** Whether HTTP/2 is allowed. It is used with TLS only. */
  readonly http2: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a header that has a few possible values. */
const oneValueOf =
  (...values: readonly string[]): ValueReader<string> =>
  (node, key) => {
    const scalar = scalarOf(node, key, `must be ${values.join(" or ")}`);
    if (scalar === undefined || values.includes(scalar.text)) return scalar?.text;
    return key.reject(`must be ${values.join(" or ")}${butWas(scalar)}`);
  };

/** Reads a header with any value. A blank one is not set. */
const anyValue: ValueReader<string> = (node, key) => {
  if (node.kind === "null") return "";
  const scalar = scalarOf(node, key, "must be text");
  if (scalar === undefined || isValidHeader("X-Header", scalar.text)) return scalar?.text;
  return key.reject("must be a valid HTTP header: one line of ASCII characters. Remove the others.");
};

const headerReaders = {
  "Content-Security-Policy": anyValue,
  "X-Frame-Options": oneValueOf("deny", "sameorigin"),
  "X-Content-Type-Options": oneValueOf("nosniff"),
  "X-XSS-Protection": anyValue,
  "Strict-Transport-Security": anyValue,
};

/** Reads the section `http_server_config`. */
export function readHttpSection(node: ConfigNode | undefined, problems: Problems): HttpSection {
  const headers = (value: ConfigNode): Record<string, string> => {
    if (value.kind === "mapping") addRepeatedKeys(value, problems);
    const { settings } = readSection("http_server_config.headers", value, headerReaders, problems);
    return Object.fromEntries(
      Object.entries(settings).flatMap(([name, setting]) => (setting.value === "" ? [] : [[name, setting.value]])),
    );
  };
  const { settings } = readSection("http_server_config", node, { http2: boolean, headers }, problems);
  return { http2: settings.http2?.value ?? true, headers: settings.headers?.value ?? {} };
}
