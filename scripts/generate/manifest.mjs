/**
 * The manifest of a package with the addresses of the root's: `homepage` is the documentation site, `bugs` and `repository` follow from
 * the repository. An address that is empty there is left out.
 *
 * @param addresses `repository` and `homepage` of the root's package.json.
 * @param folder Of the package, in the repository.
 * @throws Error for an address that is not https, or ends in a slash or `.git`.
 */
export function withAddresses(
  { repository: _repository, homepage: _homepage, bugs: _bugs, ...manifest },
  addresses,
  folder,
) {
  const repository = checked("repository", addresses.repository);
  const homepage = checked("homepage", addresses.homepage);
  const derived = [
    ...(homepage === "" ? [] : [["homepage", homepage]]),
    ...(repository === ""
      ? []
      : [
          ["bugs", `${repository}/issues`],
          ["repository", { type: "git", url: `git+${repository}.git`, directory: folder }],
        ]),
  ];
  return Object.fromEntries(
    Object.entries(manifest).flatMap(([key, value]) =>
      key === "license" ? [[key, value], ...derived] : [[key, value]],
    ),
  );
}

/**
 * What GitHub offers on its page "New issue" besides our forms: where to report a vulnerability, as soon as the repository has an address,
 * because a link there must be absolute.
 */
export function issueChoices({ repository }) {
  const address = checked("repository", repository);
  const security =
    address === ""
      ? ""
      : `contact_links:
  - name: Report a vulnerability
    url: ${address}/security/policy
    about: Never in an issue. SECURITY.md says how to report it privately.
`;
  return `blank_issues_enabled: false\n${security}`;
}

function checked(field, address) {
  if (address === "" || (/^https:\/\/[^\s?#]+[^\s?#/]$/.test(address) && !address.endsWith(".git"))) {
    return address;
  }
  const example = field === "repository" ? "https://host/owner/name" : "https://host/path";
  throw new Error(
    `${field} in package.json: expected an address such as ${example}, got ${JSON.stringify(address)}`,
  );
}
