/** What names a setting whose value is a secret: `AccountKey`, `password`, `sas_token`. */
const secretName = /key|secret|token|pass|pwd|sig(?!n?ed)|credential/i;

/**
 * The credentials in a connection string: the password before the host of a URL, and the values of settings with a telling name, as
 * `?name=value&...` or `Name=value;...`. Each as it is written, and decoded.
 */
export function credentialsIn(text: string): string[] {
  const [, password] = /^[a-z][\w+.-]*:\/\/[^/?#\s:@]*:([^/?#\s]*)@/i.exec(text) ?? [];
  const settings = [...text.matchAll(/(?:^|[?&;])\s*([\w .-]+?)\s*=\s*([^&;]+)/g)]
    .filter(([, name = ""]) => secretName.test(name))
    .map(([, , value = ""]) => value.trim());
  return [password ?? "", ...settings]
    .filter((value) => value !== "")
    .flatMap((value) => [value, decoded(value)]);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
