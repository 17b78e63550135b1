import { expect, it } from "@jest/globals";
import { fromEnv } from "../../../../provider/src/program/from-env";

it.each(["s3cr3t/value+of=a key", "", "1ST"])("refuses %j as a name without showing it", (name) => {
  expect(() => fromEnv(name)).toThrow(
    /^fromEnv: expected the name of an environment variable \(letters, digits and _\), not its value; got something else, which is not shown \[PC_FROM_ENV_NAME\]$/,
  );
});
