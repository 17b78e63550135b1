/**
 * What follows from the name of a kind, `platform.Kind`: its type in Pulumi's states, and how the provider host loads it. Every
 * state names both: never change how they are formed.
 */

/** Pulumi's type token: `pulumi-nodejs:dynamic/platform:Kind`. */
export function typeToken(kind: string): string {
  return `pulumi-nodejs:dynamic/${kind.replace(".", ":")}`;
}

/** The export of the platform's host module that is the provider: `kind`. */
export function hostExport(kind: string): string {
  const name = kind.slice(kind.indexOf(".") + 1);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const packageReference = 'require("pulumi-connectors/';

/** The code that the provider host evaluates. A constant, so that a state holds a reference to this package and no code. */
export function providerCode(kind: string): string {
  const platform = kind.slice(0, kind.indexOf("."));
  return `exports.handler = () => ${packageReference}${platform}/host").${hostExport(kind)};`;
}

/** Whether a state's provider code is of this package, of whatever release. */
export function isProviderCode(code: string): boolean {
  return code.includes(packageReference);
}
