import { catalogTypes } from "../catalog/entry";
import { nearest } from "../catalog/nearest";
import { formatPath, visitLeaves, type Fields } from "../values/fields";
import { isUnknown } from "../values/unknowns";
import { isRole, roles } from "./roles";

/** What answers have in place of a secret; the platform would take it for one. Source: AI Squared contract, section 4.3. */
const mask = "*".repeat(13);

export function connectorProblems(inputs: Fields): string[] {
  return [...nameProblems(inputs), ...maskProblems(inputs)];
}

/** The platform answers a name that it does not have with an exception, so it must be known before. */
function nameProblems({ connectorType, connectorName }: Fields): string[] {
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

function maskProblems({ configuration }: Fields): string[] {
  const problems: string[] = [];
  visitLeaves(configuration, (leaf, path) => {
    if (leaf !== mask) return;
    problems.push(
      `${formatPath(["configuration", ...path])}: these asterisks are what AI Squared shows in place of a secret; give the secret itself`,
    );
  });
  return problems;
}
