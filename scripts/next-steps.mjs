/**
 * What to try after `npm start` has deployed the quickstart: three lines.
 *
 * @param {readonly string[]} args Of the sandbox's CLI.
 * @param {number} code Its exit code.
 * @returns {string} Empty after anything else, and if the output is a JSON document.
 */
export function nextSteps([command, ...options], code) {
  const isUp = command === "up" || command === "update";
  const isSilent = options.some((option) => /^(--json|--help|-\w*[jh]\w*)$/.test(option));
  if (code !== 0 || !isUp || isSilent) return "";
  return [
    "Next: `npm start -- console` shows in a browser what the platforms hold.",
    "      Edit examples/quickstart/index.ts: `npm start` then changes what differs.",
    "      docs/ has the guides, and `npm start -- destroy` deletes everything.",
    "",
  ].join("\n");
}
