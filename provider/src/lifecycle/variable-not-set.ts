import { ConnectorsError } from "../errors/connectors-error";

/** Throws for values of the environment that requests need and that are not set. */
export function variableNotSet(
  subject: string,
  verb: "create" | "update",
): (values: readonly string[]) => never {
  return (values) => {
    const lines = values.map((value) => `${value} is not set`).join("; ");
    throw new ConnectorsError(
      "PC_VARIABLE_NOT_SET",
      `${subject}: ${verb} failed: ${lines}; set it where you run pulumi, and run it again`,
    );
  };
}
