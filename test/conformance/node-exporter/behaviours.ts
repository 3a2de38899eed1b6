import type { Behaviour } from "./behaviour.js";
import { basicAuthUsers } from "./tables/basic-auth-users.js";
import { certificates } from "./tables/certificates.js";
import { changes } from "./tables/changes.js";
import { clientCertificates } from "./tables/client-certificates.js";
import { http } from "./tables/http.js";
import { syntax } from "./tables/syntax.js";
import { tlsParameters } from "./tables/tls-parameters.js";

/** All rows of the table. */
export const behaviours: readonly Behaviour[] = [
  ...syntax,
  ...certificates,
  ...clientCertificates,
  ...tlsParameters,
  ...http,
  ...basicAuthUsers,
  ...changes,
];
