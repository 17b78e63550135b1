// Runs the command in one process as often as a test file asks: a process for each would take most of the time.
import { catalogCheck } from "../../../../scripts/catalog-check/command.mjs";

process.on("message", async ({ id, args }) => process.send({ id, checked: await catalogCheck(args) }));
