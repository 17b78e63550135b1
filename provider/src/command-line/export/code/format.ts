import type { Plugin } from "prettier";
import type { format as Format } from "prettier/standalone";
import { UserError } from "../../../project/user-error";

/** TypeScript as Prettier formats it by default. @throws UserError if Prettier, an optional dependency, is not installed. */
export async function formatted(text: string): Promise<string> {
  const { format, plugins } = await prettier();
  return await format(text, { parser: "typescript", plugins });
}

/** Not Prettier's main module, which looks for configurations and loads every language. */
async function prettier(): Promise<{
  format: typeof Format;
  plugins: Plugin[];
}> {
  try {
    const [{ format }, typescript, estree] = await Promise.all([
      import("prettier/standalone"),
      import("prettier/plugins/typescript"),
      import("prettier/plugins/estree"),
    ]);
    return { format, plugins: [typescript, estree as Plugin] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UserError(
      "the package prettier, which formats the program, is not installed; install without --omit=optional, or run `npm install prettier`",
    );
  }
}
