/**
 * The manifest of a package with the addresses that follow from that of the repository, which only `repository` in the root's package.json
 * has; without them as long as that is empty.
 *
 * @param folder Of the package, in the repository.
 */
export function withAddresses(
  { repository: _repository, homepage: _homepage, bugs: _bugs, ...manifest },
  address,
  folder,
) {
  if (address === "") return manifest;
  if (!/^https:\/\/[^\s?#]+[^\s?#/]$/.test(address) || address.endsWith(".git")) {
    throw new Error(
      `repository in package.json: expected an address such as https://host/owner/name, got ${JSON.stringify(address)}`,
    );
  }
  return Object.fromEntries(
    Object.entries(manifest).flatMap(([key, value]) =>
      key === "license"
        ? [
            [key, value],
            ["homepage", `${address}#readme`],
            ["bugs", `${address}/issues`],
            ["repository", { type: "git", url: `git+${address}.git`, directory: folder }],
          ]
        : [[key, value]],
    ),
  );
}
