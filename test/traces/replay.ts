import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linkedPackages, makeProject, type Engine, type TestProject, type TestStack } from "../harness";
import { readLog, readSummary, type Recording } from "./recording";
import { programHeader, type Remote, type Scenario } from "./scenarios";

/** A new stack on one engine, named as in the recordings: `dev` of the project `traced`. */
export class Replay {
  private constructor(
    private readonly project: TestProject,
    private readonly stack: TestStack,
    private readonly files: { readonly log: string; readonly remote: string },
  ) {}

  static async begin(engine: Engine): Promise<Replay> {
    const packages = { ...linkedPackages, tprov: join(__dirname, "provider") };
    const project = makeProject(packages, "traced");
    const files = { log: join(project.folder, "grpc.json"), remote: join(project.folder, "remote.json") };
    // Both this process and the CLI, which inherits the environment, read it.
    process.env.PULUMI_DEBUG_GRPC = files.log;
    const stack = await engine(project, { TRACED_REMOTE: files.remote }, { parallel: 8 });
    await stack.configure(
      { "traced:flag": "true", "unstructured:apiUrl": "http://127.0.0.1:1" },
      { "unstructured:apiKey": "s3cr3t" },
    );
    return new Replay(project, stack, files);
  }

  async run({ program, meanwhile, operation }: Scenario): Promise<Recording> {
    const { log, remote } = this.files;
    if (program !== undefined) this.project.write("index.js", programHeader + program);
    if (meanwhile !== undefined) editRemote(remote, meanwhile);
    rmSync(log, { force: true });
    const { succeeded, output } = await operation(this.stack);
    return {
      exit: succeeded ? 0 : 1,
      summary: readSummary(output),
      calls: readLog(readFileSync(log, "utf8")),
      resourcesAfter: await this.stack.allResources(),
    };
  }

  end(): void {
    delete process.env.PULUMI_DEBUG_GRPC;
    this.project.remove();
  }
}

function editRemote(path: string, edit: (objects: Remote) => void): void {
  const remote = JSON.parse(readFileSync(path, "utf8")) as { readonly objects: Remote };
  edit(remote.objects);
  writeFileSync(path, JSON.stringify(remote));
}
