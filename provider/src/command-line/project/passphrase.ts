import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";

/** Decrypts a value of a stack config. Throws for one of another key. */
export type Decrypt = (ciphertext: string) => string;

/**
 * What decrypts values that the CLI encrypted with a passphrase: AES-256-GCM, with a key from PBKDF2-SHA256 with a million iterations.
 * Undefined without a passphrase in the environment, or with a wrong one. Source: pulumi/pulumi, `sdk/go/common/resource/config/crypt.go`
 * and `pkg/secrets/passphrase`.
 *
 * @param salt The key `encryptionsalt` of the stack config.
 */
export function decrypterFor(salt: unknown): Decrypt | undefined {
  const passphrase = passphraseInEnvironment();
  const [version, key, ...check] = typeof salt === "string" ? salt.split(":") : [];
  if (passphrase === undefined || version !== "v1" || key === undefined) return undefined;
  const derived = pbkdf2Sync(passphrase, Buffer.from(key, "base64"), 1_000_000, 32, "sha256");
  const decrypt: Decrypt = (ciphertext) => open(derived, ciphertext);
  try {
    return decrypt(check.join(":")) === "pulumi" ? decrypt : undefined;
  } catch {
    return undefined;
  }
}

function passphraseInEnvironment(): string | undefined {
  const { PULUMI_CONFIG_PASSPHRASE: passphrase, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (passphrase !== undefined) return passphrase;
  if (!file) return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}

const tagBytes = 16;

function open(key: Buffer, ciphertext: string): string {
  const [, nonce = "", sealed = ""] = ciphertext.split(":");
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return decipher.update(bytes.subarray(0, -tagBytes), undefined, "utf8") + decipher.final("utf8");
}
