import { hashes } from "../../web-config-folder.js";
import { type Behaviour, notStarted, rejected, serverFiles } from "../behaviour.js";
import type { Question } from "../question.js";

const headers = {
  "Strict-Transport-Security": "max-age=31536000",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "sameorigin",
  "X-XSS-Protection": "1; mode=block",
  "Content-Security-Policy": "default-src 'none'",
};
const plain = { tls: false } as const;
const shown: Question = { ...plain, show: Object.keys(headers).map((name) => `header ${name}` as const) };
const values = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
const withHeaders = (one: object): object => ({ http_server_config: { headers: one } });

/** `http_server_config`. */
export const http: readonly Behaviour[] = [
  ...[undefined, true, false].map((http2) => ({
    option: "http2",
    name: http2 === undefined ? "none" : `${http2}`,
    file: { tls_server_config: serverFiles, ...(http2 === undefined ? {} : { http_server_config: { http2 } }) },
    requests: [
      { question: { http2: true, show: ["protocol" as const] }, answer: http2 === false ? "200, http/1.1" : "200, h2" },
      { question: { show: ["protocol" as const] }, answer: "200, http/1.1" },
    ],
  })),
  {
    option: "http2",
    name: "true without TLS",
    file: { http_server_config: { http2: true } },
    requests: [{ question: plain, answer: "200" }],
  },
  ...rejected("http2", { "not a boolean": { http_server_config: { http2: "perhaps" } } }),
  {
    option: "headers",
    name: "all of them",
    file: withHeaders(headers),
    requests: [{ question: shown, answer: ["200", ...values].join(", ") }],
  },
  {
    option: "headers",
    name: "all of them, in an answer without the right password",
    file: { ...withHeaders(headers), basic_auth_users: { alice: hashes.secret } },
    requests: [{ question: shown, answer: ["401", ...values].join(", ") }],
  },
  {
    option: "headers",
    name: "a value of X-XSS-Protection that is not documented",
    file: withHeaders({ "X-XSS-Protection": "0" }),
    requests: [{ question: { ...plain, show: ["header X-XSS-Protection"] }, answer: "200, X-XSS-Protection: 0" }],
  },
  ...rejected("headers", {
    "another header": withHeaders({ "X-Powered-By": "metrics" }),
    "another case": withHeaders({ "x-frame-options": "deny" }),
    "a wrong value of X-Content-Type-Options": withHeaders({ "X-Content-Type-Options": "sniff" }),
    "a wrong value of X-Frame-Options": withHeaders({ "X-Frame-Options": "SAMEORIGIN" }),
  }),
  {
    option: "rate_limit",
    name: "a burst of 2 an hour",
    isNew: true,
    file: { rate_limit: { interval: "1h", burst: 2 }, ...withHeaders(headers) },
    requests: ["200", "200", "429", "429"].map((answer) => ({ question: plain, answer })),
  },
  {
    option: "rate_limit",
    name: "wrong passwords count",
    isNew: true,
    file: { rate_limit: { interval: "1h", burst: 1 }, basic_auth_users: { alice: hashes.secret } },
    requests: [
      { question: { ...plain, user: "alice:wrong" }, answer: "401" },
      { question: { ...plain, user: "alice:secret" }, answer: "429" },
    ],
  },
  ...Object.entries({
    "no interval": { rate: { burst: 1 }, answers: ["200", "200", "200"] },
    "no burst": { rate: { interval: "1h" }, answers: ["429", "429"] },
    "a burst that is not whole": { rate: { interval: "1h", burst: 1.5 }, answers: ["200", "429"] },
  }).map(([name, { rate, answers }]) => ({
    option: "rate_limit",
    name,
    isNew: true,
    file: { rate_limit: rate },
    difference:
      "No interval, no burst and half a request are errors; node_exporter has no limit, refuses everything and rounds.",
    requests: answers.map((answer) => ({ question: plain, answer, here: notStarted })),
  })),
  ...rejected("rate_limit", {
    "an interval without unit": { rate_limit: { interval: "10", burst: 1 } },
  }),
];
