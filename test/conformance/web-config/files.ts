/** A web-config file. The folder has the certificates `server.crt`, `server.key`, `other.key` and `ca.crt`. */
export interface SampleFile {
  readonly name: string;
  readonly text: string;
  /** Whether only promtool 3 knows the keys of the file. */
  readonly isNew?: true;
}

/** A file that Narthex refuses and Prometheus accepts. */
export interface RefusedFile extends SampleFile {
  readonly reason: string;
}

const hash = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";
const tls = (keys = "", http = ""): string =>
  `tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n${keys}${http}`;
const http = (keys: string): string => `http_server_config:\n${keys}`;
const header = (line: string): string => http(`  headers:\n    ${line}\n`);
const suite = (name: string): string => tls(`  cipher_suites: [${name}]\n`, "http_server_config: {http2: false}\n");

/** Files that both accept. */
export const accepted: readonly SampleFile[] = [
  { name: "an empty file", text: "" },
  { name: "a comment", text: "# nothing\n" },
  { name: "null", text: "null\n" },
  { name: "a document marker", text: "---\n" },
  { name: "empty sections", text: "tls_server_config:\nhttp_server_config: {}\nbasic_auth_users:\n" },
  { name: "a byte order mark", text: "\ufeffhttp_server_config: {}\n" },
  { name: "a directive", text: "%YAML 1.1\n---\nhttp_server_config: {}\n" },
  { name: "carriage returns", text: "http_server_config:\r\n  http2: true\r\n" },
  { name: "a certificate", text: tls() },
  { name: "quoted paths", text: "tls_server_config: {\"cert_file\": \"server.crt\", 'key_file': './server.key'}\n" },
  { name: "no client certificate", text: tls("  client_auth_type: NoClientCert\n") },
  { name: "a requested client certificate", text: tls("  client_auth_type: RequestClientCert\n") },
  { name: "any client certificate", text: tls("  client_auth_type: RequireAnyClientCert\n") },
  { name: "any client certificate, by the old name", text: tls("  client_auth_type: RequireClientCert\n") },
  { name: "a verified client certificate if given", text: tls("  client_auth_type: VerifyClientCertIfGiven\n") },
  {
    name: "a verified client certificate",
    text: tls("  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n"),
  },
  {
    name: "allowed names",
    text: tls(
      "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n  client_allowed_sans: [a, 10.0.0.1]\n",
    ),
    isNew: true,
  },
  { name: "versions", text: tls("  min_version: TLS12\n  max_version: TLS13\n") },
  { name: "TLS 1.3 only", text: tls("  min_version: TLS13\n") },
  { name: "TLS 1.2 only", text: tls("  max_version: TLS12\n") },
  ...[
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
  ].map((name) => ({ name: `the suite ${name}`, text: suite(name) })),
  { name: "the order of the client", text: tls("  prefer_server_cipher_suites: false\n") },
  { name: "curves", text: tls("  curve_preferences: [X25519, CurveP256, CurveP384, CurveP521]\n") },
  ...["true", "false", "yes", "off", "Y", "n", "TRUE", "!!bool true"].map((value) => ({
    name: `http2: ${value}`,
    text: http(`  http2: ${value}\n`),
  })),
  { name: "X-Frame-Options: deny", text: header("X-Frame-Options: deny") },
  { name: "X-Frame-Options: sameorigin", text: header("X-Frame-Options: sameorigin") },
  { name: "X-Content-Type-Options", text: header("X-Content-Type-Options: nosniff") },
  { name: "X-XSS-Protection: 0", text: header("X-XSS-Protection: 0") },
  { name: "a blank header", text: header("X-XSS-Protection:") },
  { name: "Strict-Transport-Security", text: header("Strict-Transport-Security: max-age=31536000; includeSubDomains") },
  { name: "Content-Security-Policy", text: header("Content-Security-Policy: \"default-src 'self'\"") },
  { name: "users", text: `basic_auth_users:\n  ada: ${hash}\n  1: ${hash.replace("2y", "2a")}\n  ~: ${hash}\n` },
  { name: "no users", text: "basic_auth_users: {}\n" },
  { name: "aliases", text: `basic_auth_users:\n  ada: &one ${hash}\n  grace: *one\n` },
  { name: "a merge key", text: "http_server_config:\n  <<: {http2: true}\n  http2: false\n" },
  { name: "a merge key after its key", text: "http_server_config:\n  http2: false\n  <<: {http2: true}\n" },
  { name: "a rate limit", text: "rate_limit: {interval: 1s, burst: 20}\n", isNew: true },
  { name: "a rate limit of 1m30s", text: 'rate_limit: {interval: "1m30.5s", burst: 1}\n', isNew: true },
  { name: "no rate limit", text: "rate_limit: {interval: 0, burst: 0}\n", isNew: true },
];

/** Files that both refuse. */
export const refused: readonly SampleFile[] = [
  { name: "an unknown section", text: "tls_config: {}\n" },
  { name: "an unknown key", text: "tls_server_config: {cert_filse: server.crt}\n" },
  { name: "a list", text: "- tls_server_config\n" },
  { name: "text", text: '""\n' },
  { name: "a section that is text", text: 'http_server_config: ""\n' },
  { name: "a section that is a list", text: "http_server_config: []\n" },
  { name: "a section twice", text: "http_server_config: {}\nhttp_server_config: {}\n" },
  { name: "a key twice", text: "http_server_config: {http2: true, http2: true}\n" },
  { name: "a user twice", text: `basic_auth_users: {ada: ${hash}, ada: ${hash}}\n` },
  { name: "a tab", text: "http_server_config:\n\thttp2: true\n" },
  { name: "an open quote", text: 'http_server_config: "\n' },
  { name: "an unknown alias", text: "http_server_config: *none\n" },
  { name: "an alias of itself", text: "http_server_config: &a {headers: *a}\n" },
  { name: "another version of YAML", text: "%YAML 1.2\n---\nhttp_server_config: {}\n" },
  { name: "a control character", text: "http_server_config: \u0007\n" },
  { name: "no key", text: "tls_server_config: {cert_file: server.crt}\n" },
  { name: "no certificate", text: "tls_server_config: {key_file: server.key}\n" },
  { name: "neither, but a client policy", text: "tls_server_config: {client_auth_type: RequestClientCert}\n" },
  { name: "an absent certificate", text: "tls_server_config: {cert_file: absent.crt, key_file: server.key}\n" },
  { name: "an absent key", text: "tls_server_config: {cert_file: server.crt, key_file: absent.key}\n" },
  { name: "the key of another certificate", text: "tls_server_config: {cert_file: server.crt, key_file: other.key}\n" },
  { name: "a key as a certificate", text: "tls_server_config: {cert_file: server.key, key_file: server.key}\n" },
  { name: "a client CA without a policy", text: tls("  client_ca_file: ca.crt\n") },
  { name: "a client CA with NoClientCert", text: tls("  client_ca_file: ca.crt\n  client_auth_type: NoClientCert\n") },
  { name: "an absent client CA", text: tls("  client_ca_file: absent.crt\n  client_auth_type: RequestClientCert\n") },
  { name: "an unknown policy", text: tls("  client_auth_type: Required\n") },
  { name: "an unknown version", text: tls("  min_version: TLS14\n") },
  { name: "a version as a number", text: tls("  min_version: 1.2\n") },
  { name: "an unknown suite", text: suite("TLS_AES_512_GCM_SHA512") },
  { name: "an insecure suite", text: suite("TLS_RSA_WITH_3DES_EDE_CBC_SHA") },
  { name: "a suite as text", text: tls("  cipher_suites: TLS_AES_128_GCM_SHA256\n") },
  { name: "an unknown curve", text: tls("  curve_preferences: [P256]\n") },
  { name: "a quoted boolean", text: http('  http2: "true"\n') },
  { name: "a number as a boolean", text: http("  http2: 1\n") },
  { name: "a boolean tagged as text", text: http("  http2: !!str true\n") },
  { name: "another value of X-Frame-Options", text: header("X-Frame-Options: DENY") },
  { name: "a blank X-Frame-Options", text: header('X-Frame-Options: ""') },
  { name: "another value of X-Content-Type-Options", text: header("X-Content-Type-Options: sniff") },
  { name: "another header", text: header("Content-Type: text/html") },
  { name: "a header in lower case", text: header("x-frame-options: deny") },
  { name: "headers as a list", text: http("  headers: []\n") },
  { name: "a header twice by a merge key", text: header("X-XSS-Protection: 0\n    <<: {X-XSS-Protection: 1}") },
  { name: "a password", text: "basic_auth_users: {ada: hunter2}\n" },
  { name: "an empty hash", text: 'basic_auth_users: {ada: ""}\n' },
  { name: "a cost of 32", text: `basic_auth_users: {ada: ${hash.replace("$10$", "$32$")}}\n` },
  { name: "users as a list", text: "basic_auth_users: [ada]\n" },
  { name: "an interval without a valid unit", text: "rate_limit: {interval: 1d, burst: 1}\n" },
  { name: "a quoted burst", text: 'rate_limit: {interval: 1s, burst: "1"}\n' },
];

/** Files that Narthex alone refuses. */
export const differences: readonly RefusedFile[] = [
  { name: "TLS 1.0", text: tls("  min_version: TLS10\n"), reason: "insecure" },
  { name: "TLS 1.1", text: tls("  min_version: TLS11\n"), reason: "insecure" },
  { name: "at most TLS 1.1", text: tls("  min_version: TLS10\n  max_version: TLS11\n"), reason: "insecure" },
  {
    name: "versions the wrong way round",
    text: tls("  min_version: TLS13\n  max_version: TLS12\n"),
    reason: "no client could connect",
  },
  {
    name: "suites of TLS 1.3 with TLS 1.2",
    text: tls("  cipher_suites: [TLS_AES_128_GCM_SHA256]\n  max_version: TLS12\n", "http_server_config: {http2: no}\n"),
    reason: "no client could connect",
  },
  {
    name: "suites without one that HTTP/2 requires",
    text: tls("  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384]\n"),
    reason: "an exporter of Prometheus refuses it when it starts",
  },
  {
    name: "settings without a certificate",
    text: "tls_server_config: {min_version: TLS13}\n",
    reason: "never ignored",
  },
  {
    name: "empty paths without further keys",
    text: 'tls_server_config: {cert_file: "", key_file: ""}\n',
    reason: "plain HTTP instead of TLS",
  },
  {
    name: "text and file of a certificate",
    text: "tls_server_config: {cert: x, cert_file: server.crt, key_file: server.key}\n",
    isNew: true,
    reason: "never ignored",
  },
  {
    name: "verification without an authority or names",
    text: tls("  client_auth_type: RequireAndVerifyClientCert\n"),
    reason: "a certificate of any public authority would do",
  },
  {
    name: "names without a client certificate",
    text: tls("  client_allowed_sans: [a]\n"),
    isNew: true,
    reason: "never ignored",
  },
  {
    name: "names of certificates that are not verified",
    text: tls("  client_auth_type: RequireAnyClientCert\n  client_allowed_sans: [a]\n"),
    isNew: true,
    reason: "they prove nothing",
  },
  {
    name: "an empty list of names",
    text: tls("  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n  client_allowed_sans: []\n"),
    isNew: true,
    reason: "no client could connect",
  },
  {
    name: "a client CA that is not a certificate",
    text: tls("  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: server.key\n"),
    reason: "no client could connect",
  },
  { name: "null as a boolean", text: http("  http2: ~\n"), reason: "Prometheus reads it as false" },
  { name: "null as a version", text: tls("  min_version:\n"), reason: "Prometheus reads it as version 0" },
  { name: "null as a suite", text: tls("  cipher_suites: [~]\n"), reason: "Prometheus reads it as suite 0" },
  { name: "a header of two lines", text: header('X-XSS-Protection: "a\\nb"'), reason: "not a valid header" },
  { name: "a user with a colon", text: `basic_auth_users: {"ada:x": ${hash}}\n`, reason: "cannot be sent" },
  {
    name: "a hash that is too short",
    text: `basic_auth_users: {ada: ${hash.slice(0, -1)}}\n`,
    reason: "matches no password",
  },
  {
    name: "a cost of 20",
    text: `basic_auth_users: {ada: ${hash.replace("$10$", "$20$")}}\n`,
    reason: "a comparison takes minutes",
  },
  { name: "an interval of 5 ns", text: "rate_limit: {interval: 5, burst: 1}\n", isNew: true, reason: "no unit" },
  { name: "a negative interval", text: "rate_limit: {interval: -1s, burst: 1}\n", isNew: true, reason: "no limit" },
  { name: "an interval of days", text: "rate_limit: {interval: 48h, burst: 1}\n", isNew: true, reason: "a mistake" },
  { name: "a burst of 0", text: "rate_limit: {interval: 1s, burst: 0}\n", isNew: true, reason: "refuses all requests" },
  { name: "no burst", text: "rate_limit: {interval: 1s}\n", isNew: true, reason: "refuses all requests" },
  { name: "no interval", text: "rate_limit: {burst: 1}\n", isNew: true, reason: "never ignored" },
  {
    name: "a burst of 1.5",
    text: "rate_limit: {interval: 1s, burst: 1.5}\n",
    isNew: true,
    reason: "not a number of requests",
  },
  { name: "a second document", text: "http_server_config: {}\n---\nfoo: bar\n", reason: "never ignored" },
  { name: "a tag of binary data", text: header("X-XSS-Protection: !!binary MA=="), reason: "no one needs it" },
  { name: "more than 64 KiB", text: `#${"x".repeat(65_536)}\n`, reason: "takes too long to parse" },
];

/** Files that only versions of Prometheus before 3 accept. */
export const outdated: readonly SampleFile[] = [
  { name: "a suite without forward secrecy", text: suite("TLS_RSA_WITH_AES_128_GCM_SHA256") },
];
