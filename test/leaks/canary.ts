import { createHash } from "node:crypto";

/**
 * What stands in every ninth place of a canary, so that any twelve characters of it hold one whole. Letters and digits alone: no
 * escaping changes it, and in base64 it has three looks. Once in small letters too, once without, for forms that have none.
 */
export const markers = ["Zq7X", "ZQ7X"] as const;

const [marker, capitalMarker] = markers;

/** Makes texts that nothing else has, the same ones for the same seed. */
export class Canaries {
  #made = 0;

  constructor(readonly seed: number) {}

  /** Letters and digits. @param blocks Of nine characters each. */
  plain(blocks = 5): string {
    return this.#blocks(blocks, marker, (unique) => unique);
  }

  /** With characters that JSON, URLs and forms escape, one in each block. */
  escaped(blocks = 6): string {
    const special = [`"`, "\\", "/", "+", "%", "&", "=", " ", "é", "'", "<", "$", "\t", "?", "#", "€"];
    return this.#blocks(blocks, marker, (unique, index) => {
      return `${unique.slice(1)}${special[(this.#made + index) % special.length]}`;
    });
  }

  /** Sixteen capital letters and digits, as an AWS access key id has after its first four. */
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

/** The forms in which credentials come, each with canaries in the place of what is secret. */
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
