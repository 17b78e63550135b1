import { createHash } from "node:crypto";

/**
 * Repeated in every nine characters of a canary, so that any twelve characters of it contain one. Letters and digits only, so that
 * escaping does not change it and base64 has only three forms of it. The second is for formats without lower case.
 */
export const markers = ["Zq7X", "ZQ7X"] as const;

const [marker, capitalMarker] = markers;

/** Creates unique strings, the same ones for the same seed. */
export class Canaries {
  #made = 0;

  constructor(readonly seed: number) {}

  /** Letters and digits. @param blocks The number of blocks of nine characters. */
  plain(blocks = 5): string {
    return this.#blocks(blocks, marker, (unique) => unique);
  }

  /** With one character in each block that JSON, URLs or forms escape. */
  escaped(blocks = 6): string {
    const special = [`"`, "\\", "/", "+", "%", "&", "=", " ", "é", "'", "<", "$", "\t", "?", "#", "€"];
    return this.#blocks(blocks, marker, (unique, index) => {
      return `${unique.slice(1)}${special[(this.#made + index) % special.length]}`;
    });
  }

  /** Sixteen capital letters and digits, like the end of an AWS access key id. */
  capitals(): string {
    return this.#blocks(2, capitalMarker, (unique) => unique.toUpperCase()).slice(0, 16);
  }

  #blocks(count: number, mark: string, between: (unique: string, index: number) => string): string {
    const made = this.#made++;
    return Array.from({ length: count }, (_, index) => {
      const digest = createHash("sha256").update(`${this.seed} ${made} ${index}`).digest("base64");
      return mark + between(digest.replace(/[+/=]/g, "").slice(0, 5), index);
    }).join("");
  }
}

/** Common formats of credentials, with canaries as the secret parts. */
export const forms: readonly ((canaries: Canaries) => string)[] = [
  (canaries) => canaries.escaped(),
  (canaries) => canaries.plain(),
  (canaries) => canaries.escaped(),
  pem,
  serviceAccount,
  (canaries) => `postgresql://loader:${encodeURIComponent(canaries.escaped(3))}@db.example.com:5432/sales`,
  (canaries) => `Server=db.example.com;User=loader;Password=${canaries.plain()};Encrypt=true`,
  (canaries) => `AccountName=shop;AccountKey=${canaries.plain(10)}==;EndpointSuffix=core.windows.net`,
  (canaries) => `https://shop.blob.core.windows.net/in?sv=2024&sig=${canaries.plain()}%3D`,
  (canaries) => `AKIA${canaries.capitals()}`,
  (canaries) => `ghp_${canaries.plain()}`,
  (canaries) => `xoxb-${canaries.plain()}`,
  (canaries) => `sk_live_${canaries.plain(3)}`,
  (canaries) => `eyJhbGciOiJIUzI1NiJ9.eyJ${canaries.plain(3)}.${canaries.plain()}`,
];

function pem(canaries: Canaries): string {
  const lines = Array.from({ length: 4 }, () => canaries.plain(8));
  return ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n");
}

function serviceAccount(canaries: Canaries): string {
  const fields = {
    type: "service_account",
    private_key_id: canaries.plain(),
    private_key: pem(canaries),
    client_email: "loader@example.iam.gserviceaccount.com",
  };
  return JSON.stringify(fields, null, 2);
}
