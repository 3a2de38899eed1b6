import { certificates, pem } from "../../../certificates.js";
import { type Files, hashes } from "../../web-config-folder.js";
import { type Behaviour, serverFiles } from "../behaviour.js";

const plain = { tls: false } as const;
const shown = { show: ["certificate"] } as const;
const users = (hash: string): string => JSON.stringify({ basic_auth_users: { alice: hash } });
const renewed: Files = {
  "server.pem": pem(certificates.renewedServer.cert),
  "server.key": pem(certificates.renewedServer.key),
};
const tls = (settings: object): { tls_server_config: object } => ({
  tls_server_config: { ...serverFiles, ...settings },
});
const authenticating = { client_ca_file: "authority.pem", client_auth_type: "RequireAndVerifyClientCert" };
const web = (file: string | object): Files => ({ "web.yml": typeof file === "string" ? file : JSON.stringify(file) });
const broken = "basic_auth_users: [";
const keeps = "The content before stays in use; node_exporter answers 500 or refuses TLS.";

/** Changes while the server runs. */
export const changes: readonly Behaviour[] = [
  {
    option: "changes while the server runs",
    name: "a password",
    file: users(hashes.secret),
    requests: [
      { question: { ...plain, user: "alice:secret" }, answer: "200" },
      { change: web(users(hashes.changed)), question: { ...plain, user: "alice:secret" }, answer: "401" },
      { question: { ...plain, user: "alice:changed" }, answer: "200" },
    ],
  },
  {
    option: "changes while the server runs",
    name: "the first user, and no user any more",
    file: "{}",
    requests: [
      { question: plain, answer: "200" },
      { change: web(users(hashes.secret)), question: plain, answer: "401" },
      { question: { ...plain, user: "alice:secret" }, answer: "200" },
      { change: web({}), question: plain, answer: "200" },
    ],
  },
  {
    option: "changes while the server runs",
    name: "headers",
    file: { http_server_config: { headers: { "X-Frame-Options": "deny" } } },
    requests: [
      { question: { ...plain, show: ["header X-Frame-Options"] }, answer: "200, X-Frame-Options: deny" },
      {
        change: web({ http_server_config: { headers: { "X-Frame-Options": "sameorigin" } } }),
        question: { ...plain, show: ["header X-Frame-Options"] },
        answer: "200, X-Frame-Options: sameorigin",
      },
    ],
  },
  {
    option: "changes while the server runs",
    name: "the certificate and its key",
    file: tls({}),
    requests: [
      { question: shown, answer: "200, server" },
      { change: renewed, question: shown, answer: "200, renewed-server" },
    ],
  },
  {
    option: "changes while the server runs",
    name: "the path of the certificate",
    file: tls({}),
    requests: [
      { question: shown, answer: "200, server" },
      {
        change: web(tls({ cert_file: "other-server.pem", key_file: "other-server.key" })),
        question: shown,
        answer: "200, other-server",
      },
    ],
  },
  {
    option: "changes while the server runs",
    name: "the client CA",
    file: tls(authenticating),
    requests: [
      { question: { certificate: "client" }, answer: "200" },
      { question: { certificate: "otherClient" }, answer: "refused" },
      {
        change: { "authority.pem": pem(certificates.otherAuthority.cert) },
        question: { certificate: "client" },
        answer: "refused",
      },
      { question: { certificate: "otherClient" }, answer: "200" },
    ],
  },
  {
    option: "changes while the server runs",
    name: "the client CA, for a client that resumes its session",
    file: tls(authenticating),
    requests: [
      { question: { certificate: "client" }, answer: "200" },
      { question: { certificate: "client", resumes: true }, answer: "200" },
      {
        change: { "authority.pem": pem(certificates.otherAuthority.cert) },
        question: { certificate: "client", resumes: true },
        answer: "refused",
      },
    ],
  },
  {
    option: "changes while the server runs",
    name: "client_allowed_sans, for a client that resumes its session",
    isNew: true,
    difference: "Allowed names are checked again when a client resumes its session; node_exporter does not.",
    file: tls({ ...authenticating, client_allowed_sans: ["prometheus.example"] }),
    requests: [
      { question: { certificate: "namedClient" }, answer: "200" },
      { question: { certificate: "namedClient", resumes: true }, answer: "200" },
      {
        change: web(tls({ ...authenticating, client_allowed_sans: ["nobody.example"] })),
        question: { certificate: "namedClient", resumes: true },
        answer: "200",
        here: "refused",
      },
    ],
  },
  {
    option: "changes while the server runs",
    name: "client_auth_type",
    file: tls({}),
    requests: [
      { question: {}, answer: "200" },
      { change: web(tls(authenticating)), question: {}, answer: "refused" },
      { question: { certificate: "client" }, answer: "200" },
      { change: web(tls({})), question: {}, answer: "200" },
    ],
  },
  {
    option: "changes while the server runs",
    name: "a password, for an open connection",
    file: users(hashes.secret),
    requests: [
      { question: { ...plain, user: "alice:secret", connection: "kept" }, answer: "200" },
      {
        change: web(users(hashes.changed)),
        question: { ...plain, user: "alice:secret", connection: "reused" },
        answer: "401",
      },
    ],
  },
  {
    option: "changes while the server runs",
    name: "client_auth_type, for an open connection",
    file: tls({}),
    difference:
      "An open connection without the certificate that a new file requires gets 403; node_exporter admits it.",
    requests: [
      { question: { connection: "kept" }, answer: "200" },
      { change: web(tls(authenticating)), question: { connection: "reused" }, answer: "200", here: "403" },
    ],
  },
  {
    option: "changes while the server runs",
    name: "min_version",
    file: tls({}),
    requests: [
      { question: { version: "TLSv1.2" }, answer: "200" },
      { change: web(tls({ min_version: "TLS13" })), question: { version: "TLSv1.2" }, answer: "refused" },
      { question: { version: "TLSv1.3" }, answer: "200" },
    ],
  },
  {
    option: "a file that breaks while the server runs",
    name: "without TLS",
    file: users(hashes.secret),
    difference: keeps,
    requests: [
      { question: { ...plain, user: "alice:secret" }, answer: "200" },
      { change: web(broken), question: { ...plain, user: "alice:secret" }, answer: "500", here: "200" },
      { question: plain, answer: "500", here: "401" },
      { change: web(users(hashes.changed)), question: { ...plain, user: "alice:changed" }, answer: "200" },
    ],
  },
  {
    option: "a file that breaks while the server runs",
    name: "with TLS",
    file: tls({}),
    difference: keeps,
    requests: [
      { question: {}, answer: "200" },
      { change: web(broken), question: {}, answer: "refused", here: "200" },
      { change: web(tls({})), question: {}, answer: "200" },
    ],
  },
  {
    option: "a file that breaks while the server runs",
    name: "an unknown key",
    file: users(hashes.secret),
    difference: keeps,
    requests: [
      { change: web({ users: {} }), question: { ...plain, user: "alice:secret" }, answer: "500", here: "200" },
      { change: web({}), question: plain, answer: "200" },
    ],
  },
  {
    option: "a file that breaks while the server runs",
    name: "removed",
    file: users(hashes.secret),
    difference: keeps,
    requests: [
      { change: { "web.yml": undefined }, question: { ...plain, user: "alice:secret" }, answer: "500", here: "200" },
      { question: plain, answer: "500", here: "401" },
      { change: web(users(hashes.changed)), question: { ...plain, user: "alice:changed" }, answer: "200" },
    ],
  },
  {
    option: "a file that breaks while the server runs",
    name: "a certificate",
    file: tls({}),
    difference: keeps,
    requests: [
      { question: shown, answer: "200, server" },
      { change: { "server.pem": "broken" }, question: shown, answer: "refused", here: "200, server" },
      { change: renewed, question: shown, answer: "200, renewed-server" },
    ],
  },
  {
    option: "a file that breaks while the server runs",
    name: "the key of another certificate",
    file: tls({}),
    difference: keeps,
    requests: [
      {
        change: { "server.pem": pem(certificates.renewedServer.cert) },
        question: shown,
        answer: "refused",
        here: "200, server",
      },
      { change: renewed, question: shown, answer: "200, renewed-server" },
    ],
  },
  {
    option: "a file that breaks while the server runs",
    name: "a client CA that is removed",
    file: tls(authenticating),
    difference: keeps,
    requests: [
      {
        change: { "authority.pem": undefined },
        question: { certificate: "client" },
        answer: "refused",
        here: "200",
      },
      { question: { certificate: "otherClient" }, answer: "refused" },
    ],
  },
  {
    option: "changes of the protocol and of rate_limit",
    name: "http2 is switched off",
    file: tls({}),
    requests: [
      { question: { http2: true, show: ["protocol"] }, answer: "200, h2" },
      {
        change: web({ ...tls({}), http_server_config: { http2: false } }),
        question: { http2: true, show: ["protocol"] },
        answer: "200, h2",
      },
    ],
  },
  {
    option: "changes of the protocol and of rate_limit",
    name: "TLS is added",
    file: "{}",
    requests: [
      { question: plain, answer: "200" },
      { change: web(tls({})), question: plain, answer: "200" },
      { question: {}, answer: "refused" },
    ],
  },
  {
    option: "changes of the protocol and of rate_limit",
    name: "TLS is removed",
    file: tls({}),
    difference: "TLS that is removed stays in use until a restart; node_exporter refuses all connections.",
    requests: [
      { question: {}, answer: "200" },
      { change: web({}), question: {}, answer: "refused", here: "200" },
      { question: plain, answer: "400", here: "refused" },
    ],
  },
  {
    option: "changes of the protocol and of rate_limit",
    name: "the rate limit is added",
    isNew: true,
    file: "{}",
    difference: "A new rate_limit is used at once; node_exporter needs a restart.",
    requests: [
      { question: plain, answer: "200" },
      { change: web({ rate_limit: { interval: "1h", burst: 1 } }), question: plain, answer: "200" },
      { question: plain, answer: "200", here: "429" },
    ],
  },
];
