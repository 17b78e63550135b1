import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { UserRepository } from "./user-repository";

/** The compiler takes seconds in each operation. */
const minutes = 60_000;

/**
 * All stacks, in TypeScript, as users have them. Takes minutes; one-stack.test.ts covers a part.
 */
describe("the pipelines of examples/ci, on all stacks", () => {
  let user: UserRepository;
  beforeAll(() => {
    user = new UserRepository({ compiled: false });
  });
  afterEach(() => user.reset());
  afterAll(() => user.remove());

  const rows = (): string[] =>
    user
      .read("plan/comment.md")
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2);
  const setEndpoint = (address: string): void =>
    user.replace("index.ts", "aws_access_key_id:", `endpoint_url: "${address}",\n      aws_access_key_id:`);

  it(
    "show the changes of each stack, including a new one, and the deletion of a protected resource",
    () => {
      user.replace("index.ts", 'role: "READER"', 'role: "WRITER"');
      setEndpoint("https://minio.example.com");
      user.replace("Pulumi.prod.yaml", "    - contracts\n", "");
      user.write("Pulumi.new.yaml", user.read("Pulumi.dev.yaml"));
      user.commit();
      const { code, output } = user.runWorkflow("preview.yml", "plan", { stacks: "dev staging prod new" });
      expect(output).toContain("== prod");
      // Nothing uses the example's connectors yet.
      expect(rows()).toEqual([
        "| dev | ✅ |  | 2 |  |  | 4 | 3 advisory |",
        "| staging | ✅ |  | 2 |  |  | 5 | 4 advisory |",
        expect.stringMatching(/^\| prod \| ❌ failed \|/),
        "| new | ✅ | 6 |  |  |  |  | 3 advisory |",
      ]);
      expect(code).toBe(1);
      const comment = user.read("plan/comment.md");
      expect(comment).toMatch(/<details open><summary>prod: all changes<\/summary>[^]*protect/);
      expect(comment).not.toMatch(/PLANTED|placeholder-/);
      expect(comment.length).toBeLessThanOrEqual(65536);
      expect(user.read("summary.md")).toBe(comment);
    },
    10 * minutes,
  );

  it(
    "report a violation for each stack that has it, on GitLab",
    () => {
      setEndpoint("http://10.0.0.7");
      user.commit();
      const { code } = user.runGitLabJob("plan", {
        STACKS: "dev staging prod",
        CI_MERGE_REQUEST_DIFF_BASE_SHA: user.projectCommit,
      });
      expect(code).toBe(1);
      expect(rows()).toEqual([
        expect.stringMatching(/^\| dev \| ❌ failed \|.* 1 mandatory, 3 advisory \|$/),
        expect.stringMatching(/^\| staging \| ❌ failed \|.* 2 mandatory, 4 advisory \|$/),
        expect.stringMatching(/^\| prod \| ❌ failed \|.* 2 mandatory, 4 advisory \|$/),
      ]);
      expect(user.read("plan/comment.md")).toMatch(
        /prod: policy violations<\/summary>[^]*\[mandatory\] connector-private-addresses: documents\n/,
      );
    },
    10 * minutes,
  );

  it(
    "deploy a stack and find no drift, with the same commands on the sandbox as on the CLI",
    () => {
      const env = { STACK: "dev", PATH: `node_modules/.bin:${process.env.PATH}`, ...user.dropAccount("dev") };
      const up = user.runWorkflow("stack.yml", "up", { env });
      expect(up.output).toContain("+ 6 created");
      expect(up.code).toBe(0);
      const drift = user.runWorkflow("drift.yml", "preview", { env });
      expect(drift.output).toContain("6 unchanged");
      expect(drift.code).toBe(0);
      expect(user.runGitLabJob("drift", env)).toMatchObject({ code: 0 });
    },
    10 * minutes,
  );
});
