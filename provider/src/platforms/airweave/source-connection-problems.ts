import { coercedFields } from "../../catalog/coercion";
import { configProblems } from "../../catalog/problems";
import type { HandlingOptions } from "../../definition/options";
import { fieldsAt, isFields, type Fields } from "../../values/fields";
import { isUnknown } from "../../values/unknowns";
import { airweave } from "./api";
import { methodsOf, type Method } from "./authentication";
import { authenticationProblems, isBrowserLogin, titleOf } from "./authentication-problems";
import { cronProblem, isMinuteLevel } from "./cron";
import { sourceFacts, type SourceFacts } from "./source-facts";

/**
 * Finds arguments that are valid by their schemas, but that Airweave would reject or ignore. Unknown values pass.
 * Source: docs/contracts/airweave.md, sections 3.1 to 3.4.
 */
export function sourceConnectionProblems(
  inputs: Fields,
  { otherType, unknownKeys, run }: HandlingOptions,
): string[] {
  const { shortName, authentication, schedule } = inputs;
  const facts = otherType === true ? undefined : sourceFacts(shortName);
  return [
    ...authenticationProblems(authentication),
    ...(facts === undefined ? [] : methodProblems(String(shortName), facts, authentication, unknownKeys)),
    ...cronProblems(schedule, facts),
    ...syncProblems(String(shortName), facts, inputs, run),
  ];
}

function methodProblems(
  shortName: string,
  facts: SourceFacts,
  authentication: unknown,
  unknownKeys: HandlingOptions["unknownKeys"],
): string[] {
  const [method, ...others] = methodsOf(authentication);
  if (method === undefined || others.length > 0) return [];
  if (!facts.methods.includes(method)) {
    const supported = facts.methods.map((name) => titleOf(name as Method)).join(" or ");
    return [`authentication: ${shortName} does not support ${titleOf(method)}; use ${supported}`];
  }
  if (method === "oauth_browser" && facts.requiresOwnClient) {
    return [`authentication: ${shortName} requires your own OAuth client; set clientId and clientSecret`];
  }
  const credentials = isFields(authentication) ? authentication.credentials : undefined;
  return method === "direct" && facts.credentials !== undefined && isFields(credentials)
    ? configProblems(
        facts.credentials,
        coercedFields(facts.credentials, credentials, airweave.coerces),
        "authentication.credentials",
        unknownKeys,
      )
    : [];
}

function cronProblems(schedule: unknown, facts: SourceFacts | undefined): string[] {
  const { cron } = isFields(schedule) ? schedule : {};
  if (typeof cron !== "string" || isUnknown(cron)) return [];
  const problem = cronProblem(cron);
  if (problem !== undefined) return [`schedule.cron: ${problem}`];
  return facts?.isContinuous === false && isMinuteLevel(cron)
    ? ["schedule.cron: this source syncs at most once an hour; set a fixed minute, such as 0 * * * *"]
    : [];
}

function syncProblems(
  shortName: string,
  facts: SourceFacts | undefined,
  inputs: Fields,
  run: HandlingOptions["run"] = "never",
): string[] {
  const { syncImmediately, authentication } = inputs;
  const problems: string[] = [];
  if (facts?.isFederated === true) {
    const reason = `${shortName} is searched directly and never synced; remove it`;
    if (typeof fieldsAt(inputs, "schedule").cron === "string") problems.push(`schedule: ${reason}`);
    if (syncImmediately === true) problems.push(`syncImmediately: ${reason}`);
    if (run !== "never") problems.push(`options.run: ${reason}`);
  }
  if (syncImmediately === true && isBrowserLogin(authentication)) {
    problems.push("syncImmediately: a connection with a browser login syncs after the login; remove it");
  }
  return problems;
}
