const header = `
  import * as pulumi from "@pulumi/pulumi";
  import { loadStackConfig, secret, z } from "pulumi-connectors/stack-config";
  const config = loadStackConfig(
    z.object({
      bucket: z.string(),
      schedule: z.string().optional(),
      retries: z.number().default(3),
      hosts: z.array(z.string()),
      token: secret(z.string()),
      port: secret(z.number()).optional(),
      database: z.object({ size: z.enum(["small", "large"]), password: secret(z.string()) }),
    }),
    { namespace: "other" },
  );
`;

/** Module bodies, to be put after the header, by what they show. */
const programs = {
  plain: `
    export const bucket: string = config.bucket;
    export const schedule: string | undefined = config.schedule;
    export const retries: number = config.retries;
    export const hosts: string[] = config.hosts;
    export const size: "small" | "large" = config.database.size;`,
  secrets: `
    export const token: pulumi.Output<string> = config.token;
    export const port: pulumi.Output<number> | undefined = config.port;
    export const password: pulumi.Output<string> = config.database.password;`,
  secretAsString: "export const token: string = config.token;",
  secretOfOtherType: "export const token: pulumi.Output<number> = config.token;",
  optionalAsString: "export const schedule: string = config.schedule;",
  misspelled: "export const bucket = config.buckt;",
  notAnObject: "loadStackConfig(z.string());",
};

/** The complete programs, by name. */
export const stackConfigPrograms: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(programs).map(([name, body]): [string, string] => [name, header + body]),
);

/** The programs that compile. */
export const acceptedStackConfigs = ["plain", "secrets"];

/** The programs that do not compile, each with part of the error. */
export const refusedStackConfigs = [
  ["secretAsString", "is not assignable to type 'string'"],
  ["secretOfOtherType", "Type 'string' is not assignable to type 'number'"],
  ["optionalAsString", "Type 'undefined' is not assignable to type 'string'"],
  ["misspelled", "Did you mean 'bucket'?"],
  ["notAnObject", "is not assignable to parameter of type '$ZodObject"],
] as const;
