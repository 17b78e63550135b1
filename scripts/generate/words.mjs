/** Splits a name into words: `GenericOpenAI`, `google_drive` and `kafka-cloud` have three, two and two. */
export function words(name) {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

export function camelCase(parts) {
  return parts.map((word, index) => (index === 0 ? word : capitalized(word))).join("");
}

export function capitalized(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
