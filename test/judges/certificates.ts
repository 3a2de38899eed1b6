import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.js";
import { toolPath } from "./tools.js";

/** The paths of a key and its certificate, both PEM. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** An authority, a server that it vouches for on 127.0.0.1 and localhost, and a client. */
export interface Certificates {
  readonly authority: KeyPair;
  readonly server: KeyPair;
  readonly client: KeyPair;
}

/** Makes certificates with openssl, good for a day. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const authority = await selfSigned(folder);
  const server = await signed(
    folder,
    authority,
    "server",
    "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n",
  );
  const client = await signed(folder, authority, "client", "extendedKeyUsage=clientAuth\n");
  return { authority, server, client };
}

/** The text of a PEM file. */
export function pem(path: string): string {
  return readFileSync(path, "utf8");
}

async function selfSigned(folder: string): Promise<KeyPair> {
  const pair = pairIn(folder, "authority");
  await openssl("req", "-x509", ...newKey(pair), "-out", pair.cert, "-days", "1", "-subj", "/CN=authority");
  return pair;
}

async function signed(folder: string, authority: KeyPair, name: string, extensions: string): Promise<KeyPair> {
  const pair = pairIn(folder, name);
  const request = join(folder, `${name}.csr`);
  const file = join(folder, `${name}.ext`);
  writeFileSync(file, extensions);
  await openssl("req", "-new", ...newKey(pair), "-out", request, "-subj", `/CN=${name}`);
  const issuer = ["-CA", authority.cert, "-CAkey", authority.key, "-CAcreateserial"];
  await openssl("x509", "-req", "-in", request, ...issuer, "-out", pair.cert, "-days", "1", "-extfile", file);
  return pair;
}

function pairIn(folder: string, name: string): KeyPair {
  return { key: join(folder, `${name}.key`), cert: join(folder, `${name}.pem`) };
}

function newKey({ key }: KeyPair): string[] {
  return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key];
}

async function openssl(...args: string[]): Promise<void> {
  const { exitCode, stderr } = await run(toolPath("openssl"), args);
  if (exitCode !== 0) throw new Error(`openssl ${args[0]} failed: ${stderr}`);
}
