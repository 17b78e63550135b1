import { Option, type Command } from "commander";
import { suggestSubcommands, withExamples } from "pulumi-connectors/internal/project/help-examples";
import { textFor } from "../display/pen";
import { UserError } from "../user-error";
import type { ShownValue } from "../engine/stack/stack-config";
import { readStandardInput } from "pulumi-connectors/internal/project/text-file";
import {
  defaultsOption,
  openConfiguredStack,
  openStack,
  printJson,
  refuseCommands,
  refuseOptions,
  stackOption,
  type CommonFlags,
} from "./options";
import { ask } from "./prompt";
import { formatTable } from "./table";

interface ConfigFlags extends CommonFlags {
  readonly json?: boolean;
  readonly path?: boolean;
  readonly plaintext?: boolean;
  readonly secret?: boolean;
  readonly raw?: boolean;
  readonly showSecrets?: boolean;
}

/** `config`, `config set`, `config get`, `config rm`. Source: pulumi/pulumi, `pkg/cmd/pulumi/config/config.go`. */
export function addConfig(program: Command): void {
  const config = program
    .command("config")
    .description("list the config of a stack, Pulumi.<stack>.yaml")
    .addOption(stackOption())
    .option("-j, --json", "print JSON")
    .option("--show-secrets", "show secret values instead of [secret]")
    .action((_options, command: Command) => list(command.optsWithGlobals<ConfigFlags>()));
  withExamples(
    suggestSubcommands(config),
    ["config", "list the values, secrets as [secret]"],
    ["config --show-secrets", "list them in plaintext"],
    ["config set bucket my-bucket", "set one"],
    ["config set accessKey --secret", "be asked for a secret one"],
  );
  refuseOptions(config, ["--config-file", "--open"]);
  const setting = config
    .command("set <key> [value]")
    .description("set a value; without one, it is read from standard input, or asked for on a terminal")
    .addOption(stackOption())
    .option("--path", "treat the key as a path into a map or list: outer.inner, names[0]")
    .addOption(new Option("--plaintext", "save the value unencrypted").conflicts("secret"))
    .option("--secret", "save the value encrypted")
    .addOption(defaultsOption())
    .option("--raw", "keep a newline at the end of standard input")
    .action((key: string, value: string | undefined, _options, command: Command) =>
      set(key, value, command.optsWithGlobals<ConfigFlags>()),
    );
  withExamples(
    setting,
    ["config set bucket my-bucket", "a value in plaintext"],
    ["config set accessKey --secret", "be asked for a value, and encrypt it"],
    ["config set serviceAccountKey --secret < key.json", "take the value from a file"],
    ["config set --path buckets.eu my-bucket-eu", "a value within a map"],
  );
  refuseOptions(setting, ["--type"]);
  const getting = config
    .command("get <key>")
    .description("print a value, decrypted")
    .addOption(stackOption())
    .option("--path", "treat the key as a path into a map or list")
    .action((key: string, _options, command: Command) => get(key, command.optsWithGlobals<ConfigFlags>()));
  withExamples(
    getting,
    ["config get bucket", "print a value"],
    ["config get --path buckets.eu", "print a part of one"],
    ["config get accessKey --json -s prod", "print a value of another stack, and whether it is secret"],
  );
  const removal = config
    .command("rm <key>")
    .aliases(["remove", "delete"])
    .description("remove a value")
    .addOption(stackOption())
    .option("--path", "treat the key as a path into a map or list")
    .action((key: string, _options, command: Command) => remove(key, command.optsWithGlobals<ConfigFlags>()));
  withExamples(
    removal,
    ["config rm bucket", "remove a value"],
    ["config rm --path buckets.eu", "remove a part of one"],
  );
  refuseCommands(config, ["copy", "cp", "env", "refresh", "remove-all", "rm-all", "set-all"]);
}

function list(flags: ConfigFlags): void {
  const { json = false, showSecrets = false } = flags;
  const stack = openConfiguredStack(flags);
  const values = Object.entries(stack.config().show(showSecrets));
  if (json) {
    printJson(
      Object.fromEntries(
        values.map(([key, value]) => [
          key,
          value.secret && !showSecrets ? { secret: true } : jsonValue(value),
        ]),
      ),
    );
    return;
  }
  const own = `${stack.project.name}:`;
  const shortKey = (key: string): string => (key.startsWith(own) ? key.slice(own.length) : key);
  const rows = values.map(([key, { value }]) => [shortKey(key), value]);
  process.stdout.write(textFor(process.stdout, formatTable(["KEY", "VALUE"], rows)));
}

async function set(key: string, given: string | undefined, flags: ConfigFlags): Promise<void> {
  const { path = false, secret = false } = flags;
  const stack = openStack(flags);
  const value = given ?? (await readValue(flags));
  const file = stack.config();
  file.set(key, value, { path, secret });
  file.save();
}

/** Asks on a terminal; else takes what is piped in. */
async function readValue({
  raw = false,
  secret = false,
  nonInteractive = false,
}: ConfigFlags): Promise<string> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY) {
    const text = await readStandardInput();
    return raw ? text : text.replace(/\r?\n$/, "");
  }
  if (nonInteractive || !stdout.isTTY) {
    throw new UserError("config value must be specified in non-interactive mode");
  }
  return await ask({ input: stdin, output: stdout }, "value: ", secret);
}

function get(key: string, flags: ConfigFlags): void {
  const { path = false, json = false } = flags;
  const stack = openConfiguredStack(flags);
  const value = stack.config().get(key, { path });
  if (value === undefined) {
    throw new UserError(`configuration key '${key}' not found for stack '${stack.name}'`);
  }
  if (json) printJson(jsonValue(value));
  else process.stdout.write(`${value.value}\n`);
}

function remove(key: string, flags: ConfigFlags): void {
  const { path = false } = flags;
  const file = openConfiguredStack(flags).config();
  if (file.remove(key, { path })) file.save();
}

function jsonValue({ value, object, secret }: ShownValue): object {
  return { value, ...(object ? { objectValue: JSON.parse(value) as unknown } : {}), secret };
}
