import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/**
 * Encryption compatible with the CLI's passphrase provider, so that config files and states can be exchanged: AES-256-GCM, with a key from
 * PBKDF2-SHA256 with a million iterations. Source: pulumi/pulumi, `sdk/go/common/resource/config/crypt.go` and `pkg/secrets/passphrase`.
 */
const iterations = 1_000_000;
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const saltBytes = 8;

/** Encrypts and decrypts the secrets of one stack. */
export interface Crypter {
  /** `v1:<salt>:v1:<nonce>:<ciphertext>`. Stored in the stack's config file and its state, to verify the passphrase. */
  readonly state: string;
  /** @returns `v1:<nonce>:<ciphertext>`, different each time. */
  encrypt(plaintext: string): string;
  /** @throws Error if the text was not encrypted with this passphrase and salt. */
  decrypt(ciphertext: string): string;
}

/** Derived keys, because a million iterations take a third of a second. */
const keys = new Map<string, Buffer>();

/** Makes a crypter with a new salt. */
export function newCrypter(passphrase: string): Crypter {
  const salt = randomBytes(saltBytes);
  const key = deriveKey(passphrase, salt);
  return crypter(key, `v1:${salt.toString("base64")}:${seal(key, "pulumi")}`);
}

/** @throws Error if the passphrase is not that of `state`. */
export function crypterFromState(passphrase: string, state: string): Crypter {
  const [version, salt, ...check] = state.split(":");
  if (version !== "v1" || salt === undefined || check.length !== 3) {
    throw new Error("the encryption salt is malformed");
  }
  const key = deriveKey(passphrase, Buffer.from(salt, "base64"));
  try {
    if (open(key, check.join(":")) === "pulumi") return crypter(key, state);
  } catch {
    // With a wrong key the authentication of the ciphertext fails.
  }
  throw new Error(
    "incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE to the one that the stack was created with",
  );
}

function crypter(key: Buffer, state: string): Crypter {
  return {
    state,
    encrypt: (plaintext) => seal(key, plaintext),
    decrypt: (ciphertext) => open(key, ciphertext),
  };
}

function deriveKey(passphrase: string, salt: Buffer): Buffer {
  const cacheKey = JSON.stringify([passphrase, salt.toString("base64")]);
  let key = keys.get(cacheKey);
  if (key === undefined) {
    key = pbkdf2Sync(passphrase, salt, iterations, keyBytes, "sha256");
    keys.set(cacheKey, key);
  }
  return key;
}

function seal(key: Buffer, plaintext: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

function open(key: Buffer, ciphertext: string): string {
  const [version, nonce, sealed] = ciphertext.split(":");
  if (version !== "v1" || nonce === undefined || sealed === undefined) {
    throw new Error("the ciphertext is malformed");
  }
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return decipher.update(bytes.subarray(0, -tagBytes), undefined, "utf8") + decipher.final("utf8");
}
