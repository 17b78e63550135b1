/** Preloaded into the program's process. The engine shows no colors anyway. */
import { showErrorsWithoutColors } from "pulumi-connectors/internal/project/errors-without-colors";

showErrorsWithoutColors();
