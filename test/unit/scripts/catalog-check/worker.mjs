// Runs the command repeatedly in one process: starting one for each run would take most of the time.
import { catalogCheck } from "../../../../scripts/catalog-check/command.mjs";

process.on("message", async ({ id, args }) => process.send({ id, result: await catalogCheck(args) }));
