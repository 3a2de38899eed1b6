import type { SecureVersion } from "node:tls";
import { type Behaviour, notStarted, type Request, rejected, serverFiles } from "../behaviour.js";

const versions: readonly SecureVersion[] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
const aes128 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
const aes256 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
const chacha = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";
const cbc = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";
/** The names of the suites in OpenSSL. */
const openssl: Readonly<Record<string, string>> = {
  [aes128]: "ECDHE-ECDSA-AES128-GCM-SHA256",
  [aes256]: "ECDHE-ECDSA-AES256-GCM-SHA384",
  [chacha]: "ECDHE-ECDSA-CHACHA20-POLY1305",
  [cbc]: "ECDHE-ECDSA-AES128-SHA",
};

const tls = (settings: object): object => ({ tls_server_config: { ...serverFiles, ...settings } });

/** The protocols that a server agrees to, when it is asked for one version after another. */
function offered(accepted: readonly SecureVersion[], here = accepted): Request[] {
  const answer = (list: readonly SecureVersion[], version: SecureVersion) =>
    list.includes(version) ? "200" : "refused";
  return versions.map((version) => ({
    question: { version },
    answer: answer(accepted, version),
    ...(answer(here, version) === answer(accepted, version) ? {} : { here: answer(here, version) }),
  }));
}

/** The suites that a server agrees to, when it is asked for one after another. */
function suites(accepted: readonly string[]): Request[] {
  return [aes128, aes256, chacha, cbc].map((suite) => ({
    question: { version: "TLSv1.2", ciphers: openssl[suite] ?? "", show: ["cipher"] },
    answer: accepted.includes(suite) ? `200, ${suite}` : "refused",
  }));
}

function curves(accepted: readonly string[]): Request[] {
  return ["P-256", "P-384", "P-521", "X25519"].map((curve) => ({
    question: { curves: curve },
    answer: accepted.includes(curve) ? "200" : "refused",
  }));
}

/** Versions, cipher suites and curves of TLS. */
export const tlsParameters: readonly Behaviour[] = [
  { option: "min_version", name: "none", file: tls({}), requests: offered(["TLSv1.2", "TLSv1.3"]) },
  {
    option: "min_version",
    name: "TLS12",
    file: tls({ min_version: "TLS12" }),
    requests: offered(["TLSv1.2", "TLSv1.3"]),
  },
  { option: "min_version", name: "TLS13", file: tls({ min_version: "TLS13" }), requests: offered(["TLSv1.3"]) },
  {
    option: "min_version",
    name: "TLS11",
    file: tls({ min_version: "TLS11" }),
    difference: "TLS10 and TLS11 are errors, because these versions are insecure.",
    requests: offered(["TLSv1.1", "TLSv1.2", "TLSv1.3"]).map((one) => ({ ...one, here: notStarted })),
  },
  ...rejected("min_version", { "unknown value": tls({ min_version: "TLS14" }) }),
  { option: "max_version", name: "TLS12", file: tls({ max_version: "TLS12" }), requests: offered(["TLSv1.2"]) },
  {
    option: "max_version",
    name: "TLS12 and min_version: TLS13",
    file: tls({ min_version: "TLS13", max_version: "TLS12" }),
    difference: "A minimum above the maximum is an error; node_exporter refuses every connection instead.",
    requests: offered([]).map((one) => ({ ...one, here: notStarted })),
  },
  {
    option: "cipher_suites",
    name: "none",
    file: tls({}),
    requests: suites([aes128, aes256, chacha, cbc]),
  },
  {
    option: "cipher_suites",
    name: "two suites",
    file: tls({ cipher_suites: [chacha, aes128] }),
    requests: [
      ...suites([chacha, aes128]),
      // They do not restrict TLS 1.3.
      { question: { version: "TLSv1.3" }, answer: "200" },
    ],
  },
  {
    option: "cipher_suites",
    name: "one suite, without HTTP/2",
    file: { ...tls({ cipher_suites: [aes256] }), http_server_config: { http2: false } },
    requests: suites([aes256]),
  },
  {
    option: "cipher_suites",
    name: "no suite that HTTP/2 requires",
    file: tls({ cipher_suites: [aes256] }),
    requests: suites([]).map((one) => ({ ...one, answer: notStarted })),
  },
  ...rejected("cipher_suites", {
    "a suite that Go regards as insecure": tls({ cipher_suites: ["TLS_RSA_WITH_RC4_128_SHA", aes128] }),
    "an unknown suite": tls({ cipher_suites: ["ECDHE-ECDSA-AES128-GCM-SHA256"] }),
  }),
  ...[true, false].map((prefer) => ({
    option: "prefer_server_cipher_suites",
    name: `${prefer}`,
    file: tls({ cipher_suites: [aes128, chacha], prefer_server_cipher_suites: prefer }),
    ...(prefer ? { difference: "The order of the file counts; Go ignores the option." } : {}),
    requests: [
      {
        question: {
          version: "TLSv1.2" as const,
          ciphers: `${openssl[chacha]}:${openssl[aes128]}`,
          show: ["cipher" as const],
        },
        answer: `200, ${chacha}`,
        ...(prefer ? { here: `200, ${aes128}` } : {}),
      },
    ],
  })),
  {
    option: "curve_preferences",
    name: "none",
    file: tls({}),
    requests: curves(["P-256", "P-384", "P-521", "X25519"]),
  },
  {
    option: "curve_preferences",
    name: "CurveP384",
    file: tls({ curve_preferences: ["CurveP384"] }),
    requests: curves(["P-384"]),
  },
  {
    option: "curve_preferences",
    name: "X25519 and CurveP256",
    file: tls({ curve_preferences: ["X25519", "CurveP256"] }),
    requests: curves(["X25519", "P-256"]),
  },
  ...rejected("curve_preferences", { "unknown value": tls({ curve_preferences: ["P-256"] }) }),
];
