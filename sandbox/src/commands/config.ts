import { readFileSync } from "node:fs";
import { Option, type Command } from "commander";
import { UserError } from "../user-error";
import type { ShownValue } from "../engine/stack/stack-config";
import {
  defaultsOption,
  openStack,
  printJson,
  refuseOptions,
  stackOption,
  type CommonFlags,
} from "./options";
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
  refuseOptions(config, ["--config-file", "--open"]);
  config
    .command("set <key> [value]")
    .description("set a value, by default to what standard input has")
    .option("--path", "treat the key as a path into a map or list: outer.inner, names[0]")
    .addOption(new Option("--plaintext", "save the value unencrypted").conflicts("secret"))
    .option("--secret", "save the value encrypted")
    .addOption(defaultsOption())
    .option("--raw", "keep a newline at the end of standard input")
    .action((key: string, value: string | undefined, _options, command: Command) =>
      set(key, value, command.optsWithGlobals<ConfigFlags>()),
    );
  config
    .command("get <key>")
    .description("print a value, decrypted")
    .option("--path", "treat the key as a path into a map or list")
    .action((key: string, _options, command: Command) => get(key, command.optsWithGlobals<ConfigFlags>()));
  config
    .command("rm <key>")
    .aliases(["remove", "delete"])
    .description("remove a value")
    .option("--path", "treat the key as a path into a map or list")
    .action((key: string, _options, command: Command) => remove(key, command.optsWithGlobals<ConfigFlags>()));
}

function list(flags: ConfigFlags): void {
  const { json = false, showSecrets = false } = flags;
  const stack = openStack(flags);
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
  process.stdout.write(formatTable(["KEY", "VALUE"], rows));
}

function set(key: string, given: string | undefined, flags: ConfigFlags): void {
  const { path = false, secret = false, raw = false } = flags;
  const file = openStack(flags).config();
  file.set(key, given ?? readValue(raw), { path, secret });
  file.save();
}

function readValue(raw: boolean): string {
  if (process.stdin.isTTY) throw new UserError("config value must be specified in non-interactive mode");
  const text = readFileSync(0, "utf8");
  return raw ? text : text.replace(/\r?\n$/, "");
}

function get(key: string, flags: ConfigFlags): void {
  const { path = false, json = false } = flags;
  const stack = openStack(flags);
  const value = stack.config().get(key, { path });
  if (value === undefined) {
    throw new UserError(`configuration key '${key}' not found for stack '${stack.name}'`);
  }
  if (json) printJson(jsonValue(value));
  else process.stdout.write(`${value.value}\n`);
}

function remove(key: string, flags: ConfigFlags): void {
  const { path = false } = flags;
  const file = openStack(flags).config();
  if (file.remove(key, { path })) file.save();
}

function jsonValue({ value, object, secret }: ShownValue): object {
  return { value, ...(object ? { objectValue: JSON.parse(value) as unknown } : {}), secret };
}
