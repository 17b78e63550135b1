// `npm run catalog:check -- <file>...` compares the catalog with what the vendors publish. See docs/catalog.md for where.
import { catalogCheck } from "./catalog-check/command.mjs";

const { code, output, problem } = await catalogCheck(process.argv.slice(2));
if (output !== undefined) console.log(output);
if (problem !== undefined) console.error(problem);
process.exitCode = code;
