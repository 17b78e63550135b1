/**
 * Preloaded into child processes: ends them with the engine's process, which holds the other end of their standard input. They are in process
 * groups of their own, so Ctrl-C does not reach them, and the provider host would run forever.
 */
import { endWithParent } from "pulumi-connectors/internal/project/end-with-parent";

endWithParent(0);
