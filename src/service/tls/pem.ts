import { Buffer } from "node:buffer";
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { certificateError } from "./certificate-error.js";

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Text or bytes in PEM, and the option that they come from. */
export interface Pem {
  /** The option, and the path if it is one, for messages. */
  readonly subject: string;
  /** The text or bytes. */
  readonly content: string | Buffer;
}

/**
 * Returns the certificates of a text.
 *
 * @throws {Error} if there is none, or one of them is invalid
 */
export function certificatesIn({ subject, content }: Pem): readonly [X509Certificate, ...X509Certificate[]] {
  const text = textOf(content);
  if (text.trim() === "") throw certificateError(subject, "is empty. It must contain a certificate in PEM.");
  const blocks = text.match(/-----BEGIN ((?:X509 )?CERTIFICATE)-----[^-]*-----END \1-----/g) ?? [];
  const begun = text.match(/-----BEGIN (?:X509 )?CERTIFICATE-----/g) ?? [];
  if (blocks.length < begun.length)
    throw certificateError(subject, "contains a certificate that is cut off. Write the file again.");
  const [first, ...others] = blocks.map((block) => certificateOf(subject, block));
  if (first !== undefined) return [first, ...others];
  if (PRIVATE_KEY.test(text))
    throw certificateError(subject, "contains a private key instead of a certificate. Exchange the two.");
  throw certificateError(subject, "contains no certificate in PEM (-----BEGIN CERTIFICATE-----).");
}

/**
 * Returns the private key of a text.
 *
 * @param passphrase - the passphrase, if the key is encrypted
 * @throws {Error} if there is none, or it cannot be read
 */
export function privateKeyIn({ subject, content }: Pem, passphrase: string | undefined): KeyObject {
  const text = textOf(content);
  if (text.trim() === "") throw certificateError(subject, "is empty. It must contain a private key in PEM.");
  if (!PRIVATE_KEY.test(text)) {
    if (text.includes("-----BEGIN CERTIFICATE"))
      throw certificateError(subject, "contains a certificate instead of a private key. Exchange the two.");
    throw certificateError(subject, "contains no private key in PEM (-----BEGIN PRIVATE KEY-----).");
  }
  try {
    return createPrivateKey({ key: text, passphrase });
  } catch (error) {
    const isEncrypted = /-----BEGIN ENCRYPTED|,ENCRYPTED/.test(text);
    if (isEncrypted && passphrase === undefined)
      throw certificateError(subject, "is encrypted. Set passphrase, or decrypt the key.", error);
    if (isEncrypted)
      throw certificateError(subject, "cannot be decrypted with the passphrase. Correct passphrase.", error);
    throw certificateError(subject, "contains an invalid private key.", error);
  }
}

function certificateOf(subject: string, block: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch (error) {
    throw certificateError(subject, "contains an invalid certificate.", error);
  }
}

/** Returns the text of bytes. Every byte is a character, so that the position of a block does not depend on comments. */
function textOf(content: string | Buffer): string {
  return Buffer.isBuffer(content) ? content.toString("latin1") : content;
}
