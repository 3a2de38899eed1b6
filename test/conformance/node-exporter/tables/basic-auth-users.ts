import { hashes } from "../../web-config-folder.js";
import { type Behaviour, notStarted, type Request, rejected } from "../behaviour.js";
import type { Question } from "../question.js";

const as = (question: Question, answer: string): Request => ({ question: { tls: false, ...question }, answer });
const users = (hash: Readonly<Record<string, string>>): object => ({ basic_auth_users: hash });

/** `basic_auth_users`. */
export const basicAuthUsers: readonly Behaviour[] = [
  {
    option: "basic_auth_users",
    name: "the right password, another, none, and an unknown user",
    file: users({ alice: hashes.secret, bob: hashes.changed }),
    requests: [
      as({ user: "alice:secret" }, "200"),
      as({ user: "bob:changed" }, "200"),
      as({ user: "alice:changed" }, "401"),
      as({ user: "alice:" }, "401"),
      as({}, "401"),
      as({ user: "carol:secret" }, "401"),
      as({ user: "Alice:secret" }, "401"),
    ],
  },
  {
    option: "basic_auth_users",
    name: "the challenge",
    file: users({ alice: hashes.secret }),
    difference: "The challenge names a realm, as RFC 7617 requires, and UTF-8.",
    requests: [
      {
        ...as({ show: ["header WWW-Authenticate"] }, "401, WWW-Authenticate: Basic"),
        here: '401, WWW-Authenticate: Basic realm="metrics", charset="UTF-8"',
      },
    ],
  },
  {
    option: "basic_auth_users",
    name: "other Authorization headers",
    file: users({ alice: hashes.secret }),
    requests: [
      as({ authorization: `basic ${base64("alice:secret")}` }, "200"),
      as({ authorization: `Bearer ${base64("alice:secret")}` }, "401"),
      as({ authorization: `Basic ${base64("alice")}` }, "401"),
      as({ authorization: "Basic !!!" }, "401"),
      as({ authorization: "Basic" }, "401"),
    ],
  },
  {
    option: "basic_auth_users",
    name: "hashes with each prefix",
    file: users({
      a: "$2a$04$Xk.jOaYeWzVBJq/DkHyG8.9UGUhxdZImONLKUeuEE47HrP7gMd3hy",
      b: "$2b$04$DgDgGwBkteG0w0Dd6d4Ii.X4uiZPdM0asnnvEirE23KSkHTHs/HzO",
      y: "$2y$10$l6MXrKCOCm1x7Kzew6CjserNkI0mM0IHkZ.RZF0VtmKlNmMlGYoUq",
    }),
    requests: ["a", "b", "y"].map((name) => as({ user: `${name}:secret` }, "200")),
  },
  {
    option: "basic_auth_users",
    name: "passwords with a colon, in UTF-8, empty, and longer than bcrypt reads",
    file: users({
      colon: "$2y$04$WJzc5rQ43kOxxq6ZpHrPFuI3EA/TJygNOTLKfe3FnUbt8Urn8bt4q",
      utf8: "$2y$04$r/YLhOo6R.YhjYk9CYygrO9eFl3bDtExvRa3UWq3ICcME8WvRTBE6",
      empty: "$2y$04$ZakxMRoLXXBoIawSYyqyBeCCrLlyAYUg4Beq9KFIgAURwRwEYUSNW",
      long: "$2y$04$fyOSxxC.URaA.JeI68/Teu/ojW43RRutAS8xMiWBCigic912JKonW",
    }),
    requests: [
      as({ user: "colon:a:b" }, "200"),
      as({ user: "utf8:pässwörd" }, "200"),
      as({ user: "empty:" }, "200"),
      as({ user: `long:${"x".repeat(72)}` }, "200"),
      as({ user: `long:${"x".repeat(71)}` }, "401"),
      as({ user: `long:${"x".repeat(73)}` }, "200"),
    ],
  },
  {
    option: "basic_auth_users",
    name: "names that objects have anyway",
    file: users({ alice: hashes.secret }),
    requests: ["constructor", "__proto__", "toString"].map((name) => as({ user: `${name}:secret` }, "401")),
  },
  {
    option: "basic_auth_users",
    name: "no users",
    file: users({}),
    requests: [as({}, "200")],
  },
  {
    option: "basic_auth_users",
    name: "a hash that is cut off",
    file: users({ alice: hashes.secret.slice(0, -1) }),
    difference: "A hash that no password can have is an error; node_exporter checks the beginning only.",
    requests: [{ ...as({ user: "alice:secret" }, "401"), here: notStarted }],
  },
  ...rejected("basic_auth_users", {
    "a password instead of a hash": users({ alice: "secret" }),
    "a list": { basic_auth_users: ["alice"] },
  }),
];

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
