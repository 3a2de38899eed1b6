import { hashes } from "../../web-config-folder.js";
import { type Behaviour, notStarted, rejected, serverFiles } from "../behaviour.js";

const plain = { tls: false } as const;

/** The file as YAML. */
export const syntax: readonly Behaviour[] = [
  ...["", "# nothing\n", "---\n", "{}\n", "tls_server_config:\nbasic_auth_users:\n"].map((file) => ({
    option: "the file",
    name: `${JSON.stringify(file)} stands for a server without TLS`,
    file,
    requests: [{ question: plain, answer: "200" }],
  })),
  {
    option: "the file",
    name: "booleans of YAML 1.1",
    file: `tls_server_config: ${JSON.stringify(serverFiles)}\nhttp_server_config: { http2: off }\n`,
    requests: [{ question: { http2: true, show: ["protocol"] }, answer: "200, http/1.1" }],
  },
  {
    option: "the file",
    name: "comments, quotes and anchors",
    file: `# users\nbasic_auth_users:\n  "alice": &hash '${hashes.secret}' # cost 4\n  bob: *hash\n`,
    requests: [
      { question: { ...plain, user: "bob:secret" }, answer: "200" },
      { question: plain, answer: "401" },
    ],
  },
  ...rejected("unknown keys", {
    "at the top": { tls_config: serverFiles },
    "in tls_server_config": { tls_server_config: { ...serverFiles, ca_file: "authority.pem" } },
    "in http_server_config": { http_server_config: { http3: true } },
    "in rate_limit": { rate_limit: { requests: 1 } },
    "that are known in another case": { Basic_Auth_Users: { alice: hashes.secret } },
  }),
  ...rejected("the file", {
    "no YAML": "tls_server_config: [",
    "a list": "- tls_server_config",
    "the same key twice": "basic_auth_users: {}\nbasic_auth_users: {}\n",
    "tabs for indentation": "tls_server_config:\n\tcert_file: server.pem\n",
    "an option of the wrong kind": { tls_server_config: "server.pem" },
  }),
  {
    option: "the file",
    name: "two documents",
    file: "{}\n---\nbasic_auth_users: 1\n",
    difference: "A second document is an error; node_exporter ignores it.",
    requests: [{ question: plain, answer: "200", here: notStarted }],
  },
];
