import { nearest } from "../../catalog/nearest";
import { fieldsAt, isFields } from "../../values/fields";
import { objectOf } from "./json-api";

/** The most streams that a message names. */
const mostNamed = 5;

/**
 * Says of a stream that the catalog of a destination lacks which ones are nearest to it; undefined if the catalog has it, or if the body is
 * none: then the server decides. Source: docs/contracts/aisquared.md, sections 4.5 and 7.
 */
export function streamProblem(streamName: unknown, body: unknown): string | undefined {
  const { streams } = fieldsAt(objectOf(body).attributes, "catalog");
  if (!Array.isArray(streams) || typeof streamName !== "string") return undefined;
  const names = streams.flatMap((stream: unknown) =>
    isFields(stream) && typeof stream.name === "string" ? [stream.name] : [],
  );
  if (names.includes(streamName)) return undefined;
  const named = nearestFirst(streamName, names);
  const more = names.length - named.length;
  const others = more > 0 ? ` and ${more} more` : "";
  const instead =
    names.length === 0
      ? "its catalog has no streams: define one in AI Squared"
      : `it has ${named.map((name) => JSON.stringify(name)).join(", ")}${others}; name one of them, or refresh its catalog in AI Squared if the stream is new`;
  return `streamName: the destination has no stream ${JSON.stringify(streamName)}; ${instead}`;
}

function nearestFirst(name: string, names: readonly string[]): string[] {
  const found: string[] = [];
  while (found.length < mostNamed) {
    const next = nearest(
      name,
      names.filter((each) => !found.includes(each)),
      Number.MAX_SAFE_INTEGER - 1,
    );
    if (next === undefined) break;
    found.push(next);
  }
  return found;
}
