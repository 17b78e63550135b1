import { describe, expect, it } from "@jest/globals";
import { crypterFromState, newCrypter } from "../../../../provider/src/project/passphrase";

describe("encryption with a passphrase", () => {
  // Made by the pulumi CLI 3.260.0 with the passphrase "pp", `pulumi config set --secret k v`.
  const cli = {
    state: "v1:r9fromqclIw=:v1:IWSDaZS+Z+U3bywq:Gxuh2bnayOjMe2Wr7vIB6i3inKC8Xg==",
    ciphertext: "v1:fd0gijXGxYkwXUMr:jIdm6hDOQebKUi7CujLMjHg=",
  };

  it("decrypts secrets of the CLI", () => {
    expect(crypterFromState("pp", cli.state).decrypt(cli.ciphertext)).toBe("v");
  });

  it("rejects another passphrase, naming the variable to set", () => {
    expect(() => crypterFromState("other", cli.state)).toThrow(
      /incorrect passphrase: set PULUMI_CONFIG_PASSPHRASE/,
    );
    expect(() => crypterFromState("pp", "nonsense")).toThrow(/malformed/);
  });

  it("decrypts what it has encrypted, with a different ciphertext each time, and detects tampering", () => {
    const crypter = newCrypter("pass");
    const [first, second] = [crypter.encrypt("sécret ✓"), crypter.encrypt("sécret ✓")];
    expect(first).not.toBe(second);
    const again = crypterFromState("pass", crypter.state);
    expect([again.decrypt(first), again.decrypt(second)]).toEqual(["sécret ✓", "sécret ✓"]);
    const [version, nonce, text] = first.split(":") as [string, string, string];
    const flipped = Buffer.from(text, "base64").map((byte, index) => (index === 0 ? byte ^ 1 : byte));
    expect(() => crypter.decrypt(`${version}:${nonce}:${Buffer.from(flipped).toString("base64")}`)).toThrow();
  });
});
