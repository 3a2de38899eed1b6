import { certificates as pairs, pem } from "../../../certificates.js";
import { type Behaviour, notStarted, rejected, serverFiles } from "../behaviour.js";

const shown = { show: ["certificate"] } as const;
const inline = { cert: pem(pairs.server.cert), key: pem(pairs.server.key) };

/** `cert_file`, `key_file`, and the same inside the file. */
export const certificates: readonly Behaviour[] = [
  {
    option: "cert_file, key_file",
    name: "relative to the web-config file",
    file: { tls_server_config: serverFiles },
    requests: [
      { question: shown, answer: "200, server" },
      { question: { ...shown, version: "TLSv1.2" }, answer: "200, server" },
    ],
  },
  {
    option: "cert_file, key_file",
    name: "absolute paths",
    file: { tls_server_config: { cert_file: pairs.server.cert, key_file: pairs.server.key } },
    requests: [{ question: shown, answer: "200, server" }],
  },
  {
    option: "cert_file, key_file",
    name: "a request without TLS",
    file: { tls_server_config: serverFiles },
    difference: "A request without TLS is disconnected; node_exporter answers 400.",
    requests: [{ question: { tls: false }, answer: "400", here: "refused" }],
  },
  ...rejected("cert_file, key_file", {
    "no key": { tls_server_config: { cert_file: "server.pem" } },
    "no certificate": { tls_server_config: { key_file: "server.key" } },
    "no such certificate": { tls_server_config: { ...serverFiles, cert_file: "none.pem" } },
    "no such key": { tls_server_config: { ...serverFiles, key_file: "none.key" } },
    "a key of another certificate": { tls_server_config: { ...serverFiles, key_file: "client.key" } },
    "a file that is not PEM": { tls_server_config: { ...serverFiles, cert_file: "web.yml" } },
  }),
  {
    option: "cert, key, client_ca",
    name: "inside the file",
    isNew: true,
    file: {
      tls_server_config: {
        ...inline,
        client_ca: pem(pairs.authority.cert),
        client_auth_type: "RequireAndVerifyClientCert",
      },
    },
    requests: [
      { question: { ...shown, certificate: "client" }, answer: "200, server" },
      { question: { certificate: "otherClient" }, answer: "refused" },
    ],
  },
  {
    option: "cert, key, client_ca",
    name: "a certificate inside the file, its key in a file",
    isNew: true,
    file: { tls_server_config: { cert: inline.cert, key_file: "server.key" } },
    requests: [{ question: shown, answer: "200, server" }],
  },
  {
    option: "cert, key, client_ca",
    name: "both cert and cert_file",
    isNew: true,
    file: { tls_server_config: { ...serverFiles, ...inline } },
    difference: "The same in a file as well is an error; node_exporter ignores it.",
    requests: [{ question: shown, answer: "200, server", here: notStarted }],
  },
];
