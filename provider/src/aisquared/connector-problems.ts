import { catalogTypes } from "../catalog/entry";
import { nearest } from "../catalog/nearest";
import type { Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";
import { isRole, roles } from "./roles";

/** The platform answers a name that it does not have with an exception, so it must be known before. */
export function connectorProblems({ connectorType, connectorName }: Fields): string[] {
  if (!isRole(connectorType) || typeof connectorName !== "string" || isUnknown(connectorName)) return [];
  const known = catalogTypes(`aisquared/${connectorType}`);
  if (connectorName === "" || known.includes(connectorName)) return [];
  const [other = connectorType] = roles.filter((role) => role !== connectorType);
  const hint = catalogTypes(`aisquared/${other}`).includes(connectorName)
    ? `; it is a ${other}`
    : suggestion(nearest(connectorName, known));
  return [`connectorName: AI Squared has no ${connectorType} of that name${hint}`];
}

function suggestion(name: string | undefined): string {
  return name === undefined ? "" : `; did you mean ${name}?`;
}
