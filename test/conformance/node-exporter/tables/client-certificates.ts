import { type Behaviour, notStarted, rejected, serverFiles } from "../behaviour.js";
import type { Question } from "../question.js";

const authenticating = { ...serverFiles, client_ca_file: "authority.pem" };
const clients = [
  {},
  { certificate: "otherClient" },
  { certificate: "client" },
  { certificate: "namedClient" },
] as const;
const named = { certificate: "namedClient" } as const;
const notForClients = { certificate: "server" } as const;

/** The answers to a client without a certificate, and to those with an unknown, a trusted and a named one. */
type Answers = readonly [none: string, unknown: string, trusted: string, named: string];

function asked(answers: readonly string[], here?: string): Behaviour["requests"] {
  return answers.map((answer, index) => {
    const question: Question = clients[index] ?? {};
    return { question, answer, ...(here === undefined ? {} : { here }) };
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
    difference:
      "RequireAndVerifyClientCert without a client CA is an error; node_exporter trusts the authorities of the system.",
    requests: asked(["refused", "refused", "refused", "refused"], notStarted),
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
    difference: "A file without a certificate is an error; node_exporter rejects every client.",
    requests: asked(["refused", "refused", "refused", "refused"], notStarted),
  },
  ...Object.entries({
    VerifyClientCertIfGiven: ["refused", "refused", "refused", "200"],
    RequireAndVerifyClientCert: ["refused", "refused", "refused", "200"],
  }).map(([type, answers]) => ({
    ...allowing(type, ["nobody.example", "prometheus.example"], type),
    requests: asked(answers),
  })),
  ...Object.entries({
    NoClientCert: ["200", "200", "200", "200"],
    RequestClientCert: ["refused", "refused", "refused", "200"],
    RequireAnyClientCert: ["refused", "refused", "refused", "200"],
  }).map(([type, answers]) => ({
    ...allowing(type, ["prometheus.example"], type),
    difference: "Names with a client_auth_type that verifies nothing are an error.",
    requests: asked(answers, notStarted),
  })),
  ...Object.entries({
    "192.0.2.7": "200",
    "2001:db8::7": "200",
    "ops@prometheus.example": "200",
    "spiffe://example/prometheus": "200",
    "PROMETHEUS.example": "refused",
    "*.example": "refused",
    "DNS:prometheus.example": "refused",
    "named-client": "refused",
  }).map(([name, answer]) => ({ ...allowing(name, [name]), requests: [{ question: named, answer }] })),
  {
    ...allowing("2001:DB8:0:0:0:0:0:7", ["2001:DB8:0:0:0:0:0:7"]),
    difference: "IP addresses are equal in all notations; node_exporter expects the shortest one.",
    requests: [{ question: named, answer: "refused", here: "200" }],
  },
  {
    ...allowing("an empty list", []),
    difference: "An empty list is an error; node_exporter rejects every client.",
    requests: [{ question: named, answer: "refused", here: notStarted }],
  },
];

function allowing(
  name: string,
  names: readonly string[],
  type = "RequireAndVerifyClientCert",
): Omit<Behaviour, "requests"> {
  const authority = type === "NoClientCert" ? serverFiles : authenticating;
  return {
    option: "client_allowed_sans",
    name,
    isNew: true,
    file: { tls_server_config: { ...authority, client_auth_type: type, client_allowed_sans: names } },
  };
}
