const signs = { new: "+", gone: "-", different: "~" };

/** The lines of a report: the differences by platform, role and type, then the counts. */
export function listing({ comparisons, outdated, notPublished, compared, hidden, ...counts }) {
  const differing = comparisons.filter(({ types }) => types.length > 0);
  return [
    ...differing.flatMap(({ folder, types }) => [folder, ...types.flatMap(typeLines), ""]),
    ...(outdated.length === 0
      ? []
      : ["Known differences that no longer occur:", ...outdated.map((text) => `  ${text}`), ""]),
    ...notPublished.map(({ platform, what }) => `Not published by ${platform}: ${what}.`),
    ...(hidden > 0
      ? [`${hidden} known difference${hidden === 1 ? "" : "s"} hidden; use --all to show them.`]
      : []),
    `${compared} type${compared === 1 ? "" : "s"} compared: ${counts.new} new, ${counts.gone} gone, ${counts.different} different.`,
  ];
}

/** One difference as a line, which also identifies it in `known-differences.json`. */
export function line(difference) {
  const { change, type, field, value, property } = difference;
  if (type !== undefined) return `${signs[change]} type ${type}`;
  if (change === "gone") return `- field ${field}`;
  if (change === "new") return `+ field ${field} (${about(value)})`;
  return `~ ${field === undefined ? "" : `field ${field}: `}${changed(difference, field === undefined ? `${property}: ` : "")}`;
}

function typeLines(type) {
  const lines = type.differences.map((difference) => `    ${line(difference)}${reason(difference)}`);
  return [type.change === undefined ? `  ${type.type}` : `  ${line(type)}${reason(type)}`, ...lines];
}

function reason({ known }) {
  return known === undefined ? "" : `  (known: ${known})`;
}

function about({ type, required, enum: values, default: value, format, secret }) {
  return [
    type,
    required ? "required" : "optional",
    ...(values ? [`one of ${values.map(shown).join(", ")}`] : []),
    ...(value === null || value === undefined ? [] : [`default ${shown(value)}`]),
    ...(format ? [`format ${format}`] : []),
    ...(secret ? ["secret"] : []),
  ].join(", ");
}

function changed({ property, from, to }, prefix) {
  const name = prefix || `${property} `;
  if (property === "required") return `${from ? "required" : "optional"} → ${to ? "required" : "optional"}`;
  if (property === "secret") return `${from ? "secret" : "not secret"} → ${to ? "secret" : "not secret"}`;
  if (property === "type" || property === "format") return `${name}${from ?? "none"} → ${to ?? "none"}`;
  if (Array.isArray(from) && Array.isArray(to) && property !== "default") {
    return `${name}${[...members("+", to, from), ...members("-", from, to)].join(", ")}`;
  }
  return `${name}${shown(from)} → ${shown(to)}`;
}

function members(sign, list, other) {
  return list.filter((item) => !other.includes(item)).map((item) => `${sign} ${shown(item)}`);
}

function shown(value) {
  if (value === null) return "none";
  return Array.isArray(value) ? `[${value.map(shown).join(", ")}]` : JSON.stringify(value);
}
