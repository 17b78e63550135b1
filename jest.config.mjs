/** Folders that take long or record something, each with an npm script of its own, `test:<folder>`; `npm test` leaves them out. */
const ownScripts = [
  "backends",
  "breadth",
  "ci",
  "docs",
  "drift",
  "examples",
  "faults",
  "kills",
  "leaks",
  "load",
  "package",
  "policies",
  "releases",
  "traces",
];

const swc = (syntax) => ["@swc/jest", { jsc: { target: "es2022", parser: { syntax } } }];

/** What draws on a terminal is ES modules only, which jest cannot require as Node does. */
const drawing =
  "/node_modules/(?:log-update|slice-ansi|string-width|strip-ansi|wrap-ansi|cli-cursor|restore-cursor|onetime|mimic-function|environment|get-east-asian-width|is-fullwidth-code-point|ansi-[a-z]+)/";

/** @type {import("jest").Config} */
export default {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ownScripts
    .filter((folder) => process.env.npm_lifecycle_event !== `test:${folder}`)
    .map((folder) => `<rootDir>/test/${folder}/`),
  transform: {
    "\\.ts$": swc("typescript"),
    [`${drawing}.*\\.js$`]: swc("ecmascript"),
  },
  // Only the files above are transformed, wherever they are.
  transformIgnorePatterns: [],
  resolver: "<rootDir>/test/harness/light-resolver.js",
  moduleNameMapper: {
    // Dynamic imports name the compiled file; here it is the source. Packages' own files are found first.
    "^(\\.{1,2}/(?:[\\w-]+/)*[\\w-]+)\\.js$": ["$1.js", "$1"],
    // What the sandbox shares with the provider is its source, too.
    "^pulumi-connectors/internal/(.+)$": "<rootDir>/provider/src/$1",
  },
  // The packed packages are under the sources' folders too; only the sources are meant.
  modulePathIgnorePatterns: ["<rootDir>/provider/dist", "<rootDir>/sandbox/dist"],
  // On two cores jest would use one: it leaves the other to itself, though it only waits.
  maxWorkers: "100%",
  // So many tests of one file run at once, where they say that they may.
  maxConcurrency: 4,
  // End-to-end tests start processes of Node; a limit here only ends what hangs.
  testTimeout: 120_000,
};
