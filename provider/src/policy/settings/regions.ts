import { nearest } from "../../catalog/nearest";
import { didYouMean, listSetting, type Setting } from "./setting";

const directions = [
  "central",
  "east",
  "north",
  "northeast",
  "northwest",
  "south",
  "southeast",
  "southwest",
  "west",
];

/**
 * A setting that lists regions. The vendors accept regions of several clouds, which keep adding some, so that none can be called unknown.
 * But an availability zone is no region, and the words of which the clouds make their names are few.
 */
export function regionsSetting(description: string): Setting {
  return listSetting(description, regionProblem);
}

function regionProblem(item: string): string | undefined {
  const zone = /^([a-z]{2,4}(?:-[a-z]+)+-\d)[a-f]$/.exec(item) ?? /^([a-z]+-[a-z]+\d+)-[a-f]$/.exec(item);
  if (zone !== null) return `"${item}" is an availability zone, not a region${didYouMean(zone[1])}`;
  const meant = item
    .split("-")
    .map((word) => /^([a-z]{4,})(\d*)$/i.exec(word)?.slice(1) ?? [word])
    .map(([word = "", digits = ""]) => spelled(word) + digits)
    .join("-");
  return meant === item ? undefined : `"${item}" is not a region${didYouMean(meant)}`;
}

function spelled(word: string): string {
  return directions.includes(word.toLowerCase()) ? word : (nearest(word, directions, 1) ?? word);
}
