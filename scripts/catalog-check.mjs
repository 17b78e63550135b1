// `npm run catalog:check -- <file>...` compares the catalog with what the vendors publish; docs/catalog.md says where they do.
import { catalogCheck } from "./catalog-check/command.mjs";

const { code, output, problem } = await catalogCheck(process.argv.slice(2));
if (output !== undefined) console.log(output);
if (problem !== undefined) console.error(problem);
process.exitCode = code;
