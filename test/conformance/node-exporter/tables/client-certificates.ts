import { type Behaviour, notStarted, rejected, serverFiles } from "../behaviour.js";
import type { Question } from "../question.js";

const authenticating = { ...serverFiles, client_ca_file: "authority.pem" };
const clients = [
  {},
  { certificate: "otherClient" },
  { certificate: "client" },
  { certificate: "namedClient" },
] as const;
const notForClients = { certificate: "server" } as const;

/** The answers to a client without a certificate, and to those with an unknown, a trusted and a named one. */
type Answers = readonly [none: string, unknown: string, trusted: string, named: string];

function asked(answers: readonly string[], here: Readonly<Record<number, string>> = {}): Behaviour["requests"] {
  return answers.map((answer, index) => {
    const question: Question = clients[index] ?? notForClients;
    const own = here[index];
    return { question, answer, ...(own === undefined ? {} : { here: own }) };
  });
}

const types: Readonly<Record<string, Answers>> = {
  NoClientCert: ["200", "200", "200", "200"],
  RequestClientCert: ["200", "200", "200", "200"],
  RequireAnyClientCert: ["refused", "200", "200", "200"],
  RequireClientCert: ["refused", "200", "200", "200"],
  VerifyClientCertIfGiven: ["200", "refused", "200", "200"],
  RequireAndVerifyClientCert: ["refused", "refused", "200", "200"],
};

/** `client_auth_type`, `client_ca_file`, `client_ca` and `client_allowed_sans`. */
export const clientCertificates: readonly Behaviour[] = [
  ...Object.entries(types).map(([type, answers]) => ({
    option: "client_auth_type",
    name: type,
    file: {
      tls_server_config: { ...(type === "NoClientCert" ? serverFiles : authenticating), client_auth_type: type },
    },
    requests: asked(answers),
  })),
  {
    option: "client_auth_type",
    name: "RequireAndVerifyClientCert, and a certificate that is not for clients",
    file: { tls_server_config: { ...authenticating, client_auth_type: "RequireAndVerifyClientCert" } },
    requests: [{ question: notForClients, answer: "refused" }],
  },
  {
    option: "client_auth_type",
    name: "RequireAndVerifyClientCert without client_ca_file",
    file: { tls_server_config: { ...serverFiles, client_auth_type: "RequireAndVerifyClientCert" } },
    requests: asked(["refused", "refused", "refused", "refused"]),
  },
  ...rejected("client_auth_type", {
    "unknown value": { tls_server_config: { ...authenticating, client_auth_type: "Always" } },
  }),
  ...rejected("client_ca_file", {
    "without client_auth_type": { tls_server_config: authenticating },
    "no such file": {
      tls_server_config: { ...authenticating, client_ca_file: "none.pem", client_auth_type: "RequireAnyClientCert" },
    },
  }),
  {
    option: "client_ca_file",
    name: "a file without certificates",
    file: {
      tls_server_config: {
        ...authenticating,
        client_ca_file: "server.key",
        client_auth_type: "RequireAndVerifyClientCert",
      },
    },
    difference: "A client CA file without a certificate is an error; node_exporter rejects every client instead.",
    requests: asked(["refused", "refused", "refused", "refused"], Array(4).fill(notStarted)),
  },
  ...Object.entries({
    NoClientCert: ["200", "200", "200", "200"],
    RequestClientCert: ["refused", "refused", "refused", "200"],
    RequireAnyClientCert: ["refused", "refused", "refused", "200"],
    VerifyClientCertIfGiven: ["refused", "refused", "refused", "200"],
    RequireAndVerifyClientCert: ["refused", "refused", "refused", "200"],
  }).map(([type, answers]) => ({
    option: "client_allowed_sans",
    name: type,
    isNew: true,
    file: {
      tls_server_config: {
        ...(type === "NoClientCert" ? serverFiles : authenticating),
        client_auth_type: type,
        client_allowed_sans: ["nobody.example", "prometheus.example"],
      },
    },
    requests: asked(answers),
  })),
  ...Object.entries({
    "192.0.2.7": "200",
    "2001:db8::7": "200",
    "2001:DB8:0:0:0:0:0:7": "refused",
    "ops@prometheus.example": "200",
    "spiffe://example/prometheus": "200",
    "PROMETHEUS.example": "refused",
    "*.example": "refused",
    "DNS:prometheus.example": "refused",
    "named-client": "refused",
  }).map(([name, answer]) => allowing(name, [name], answer)),
  allowing("an empty list", [], "refused"),
];

function allowing(name: string, names: readonly string[], answer: string): Behaviour {
  return {
    option: "client_allowed_sans",
    name,
    isNew: true,
    file: {
      tls_server_config: {
        ...authenticating,
        client_auth_type: "RequireAndVerifyClientCert",
        client_allowed_sans: names,
      },
    },
    requests: [{ question: { certificate: "namedClient" }, answer }],
  };
}
