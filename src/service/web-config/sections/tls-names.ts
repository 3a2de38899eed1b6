/** The names of TLS versions in Node.js, by their names in the file. */
export const tlsVersions = { TLS12: "TLSv1.2", TLS13: "TLSv1.3" } as const;

const outdated = "must be TLS12 or TLS13, because TLS 1.0 and 1.1 are insecure. Write TLS12.";

/** Versions that Prometheus accepts. */
export const refusedVersions = { TLS10: outdated, TLS11: outdated } as const;

/** The names of cipher suites in OpenSSL, by those in Go. Suites that Go calls insecure are not among them. */
export const cipherSuites = {
  TLS_AES_128_GCM_SHA256: "TLS_AES_128_GCM_SHA256",
  TLS_AES_256_GCM_SHA384: "TLS_AES_256_GCM_SHA384",
  TLS_CHACHA20_POLY1305_SHA256: "TLS_CHACHA20_POLY1305_SHA256",
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: "ECDHE-ECDSA-AES128-GCM-SHA256",
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: "ECDHE-ECDSA-AES256-GCM-SHA384",
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: "ECDHE-ECDSA-CHACHA20-POLY1305",
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: "ECDHE-ECDSA-AES128-SHA",
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: "ECDHE-ECDSA-AES256-SHA",
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: "ECDHE-RSA-AES128-GCM-SHA256",
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: "ECDHE-RSA-AES256-GCM-SHA384",
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: "ECDHE-RSA-CHACHA20-POLY1305",
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: "ECDHE-RSA-AES128-SHA",
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: "ECDHE-RSA-AES256-SHA",
} as const;

const insecure =
  "has a cipher suite without forward secrecy, which current versions of Go call insecure. Use one with ECDHE.";

/** Cipher suites that older versions of Prometheus accept. */
export const refusedSuites = {
  TLS_RSA_WITH_AES_128_CBC_SHA: insecure,
  TLS_RSA_WITH_AES_256_CBC_SHA: insecure,
  TLS_RSA_WITH_AES_128_GCM_SHA256: insecure,
  TLS_RSA_WITH_AES_256_GCM_SHA384: insecure,
} as const;

/** The cipher suites of TLS 1.3, which have the same names in OpenSSL and Go. */
export const tls13Suites: readonly string[] = Object.values(cipherSuites).filter((name) => name.startsWith("TLS_"));

/** The cipher suites of which HTTP/2 requires one. */
export const http2Suites: readonly string[] = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"];

/** The names of elliptic curves in OpenSSL, by those in Go. */
export const curves = {
  CurveP256: "prime256v1",
  CurveP384: "secp384r1",
  CurveP521: "secp521r1",
  X25519: "X25519",
} as const;
