import { expect, it } from "@jest/globals";
import { describeOnEngines } from "../harness";

/** Must appear nowhere except on the platform. */
const planted = {
  plain: "PLANTEDplain7HENG/bPxRfiCYEXAMPLE+KEY==",
  output: "PLANTEDoutput7HENG",
  wholly: "PLANTEDwholly7HENG",
  generic: "PLANTEDgeneric7HENG",
  nested: "PLANTEDnested7HENG",
  known: "PLANTEDknown7HENG",
  newer: "PLANTEDnewer7HENG",
  rotated: "PLANTEDrotated7HENG",
};
const apiKey = "key-of-the-test-platform";

const program = `
const s3 = (secret) => ({ remote_url: "s3://bucket/in/", key: "AKIA", secret });
new unstructured.Source("plain", { type: "s3", config: s3(${JSON.stringify(planted.plain)}) });
const first = new unstructured.Source("output", { type: "s3", config: pulumi.output(s3("${planted.output}")) });
new unstructured.Source("wholly", { type: "s3", config: first.id.apply((id) => ({ ...s3("${planted.wholly}"), remote_url: "s3://" + id })) });
const fields = { host: "db.example.com", password: "${planted.generic}", more: [{ token: "${planted.nested}" }] };
new unstructured.Source("generic", { type: otherType("something-new"), config: fields }, { publicKeys: ["host"] });
const newer = { ...s3("${planted.known}"), newer_key: "${planted.newer}", newer_public: 1 };
new unstructured.Source("newer", { type: "s3", config: newer }, { unknownKeys: "allow", publicKeys: ["newer_public"] });
`;

function findPlanted(text: string): string[] {
  return Object.values(planted).flatMap((secret) =>
    [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")].filter((form) =>
      text.includes(form),
    ),
  );
}

describeOnEngines(
  "secrets under different aliases in inputs and outputs",
  (world) => {
    const source = (name: string, config: string): string =>
      `new unstructured.Source("source", { name: "${name}", type: "s3", config: { remote_url: "s3://b/", ${config} } });`;

    it("stay encrypted in a refresh after the program changed the alias", async () => {
      const { project, stack } = world();
      project.program(source("a", `key: "AKIA", secret: "${planted.plain}"`));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { create: 2 } });
      project.program(source("a", `access_key_id: "AKIA", secret_access_key: "${planted.plain}"`));
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
      const { output } = await stack.refresh();
      expect(findPlanted(output + (await stack.stateText()))).toEqual([]);
      expect(await stack.up()).toMatchObject({ succeeded: true, changes: { same: 2 } });
    });

    it("stay encrypted in a failed update and the refresh after it", async () => {
      const { project, stack } = world();
      project.program(
        source(
          "b",
          `access_key_id: "AKIA", secret_access_key: "${planted.plain}", token: "${planted.nested}"`,
        ),
      );
      const failed = await stack.up();
      expect(failed.succeeded).toBe(false);
      const refreshed = await stack.refresh();
      expect(refreshed.succeeded).toBe(true);
      expect(findPlanted(failed.output + refreshed.output + (await stack.stateText()))).toEqual([]);
    });
  },
  { platformOptions: { keepNames: true } },
);

describeOnEngines(
  "an API key that was set without --secret",
  (world) => {
    it("causes one warning", async () => {
      const { platform, project, stack } = world();
      const settings = { apiUrl: platform.url, apiKey: platform.apiKey };
      await stack.configure({
        "unstructured:apiUrl": settings.apiUrl,
        "unstructured:apiKey": settings.apiKey,
        "unstructured:accounts": JSON.stringify({ eu: settings }),
      });
      project.program(`for (const account of [undefined, "eu"]) for (const name of ["a", "b"])
        new unstructured.Source(name + account, { type: "s3", config: { remote_url: "s3://b/", anonymous: true } }, { account });`);
      const { succeeded, output } = await stack.up();
      expect(succeeded).toBe(true);
      const warning =
        /warning: unstructured:apiKey is in the stack config in the clear, and so in the state/g;
      expect([...new Set(output.match(warning))]).toHaveLength(1);
      expect(output).toContain(
        "set it again with `pulumi config set --path --secret 'unstructured:accounts.eu.apiKey' ...`",
      );
    });

    it("causes none once it is a secret", async () => {
      const { platform, stack } = world();
      const accounts = JSON.stringify({ eu: { apiUrl: platform.url, apiKey: platform.apiKey } });
      await stack.configure(
        {},
        { "unstructured:apiKey": platform.apiKey, "unstructured:accounts": accounts },
      );
      expect((await stack.up()).output).not.toContain("in the clear");
    });
  },
  { withoutKey: true },
);

describeOnEngines("secrets", (world) => {
  it("are marked automatically, so that the state has only ciphertext", async () => {
    const { project, stack } = world();
    project.program(program);
    const preview = await stack.preview();
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { create: 6 } });
    const state = await stack.stateText();
    expect(findPlanted(state + preview.output + outcome.output)).toEqual([]);
  });

  it("are the only encrypted values of a type in the catalog", async () => {
    const { stack } = world();
    const { plain, output, generic, newer } = await stack.resources();
    const cipher = { ciphertext: expect.any(String) };
    for (const resource of [plain, output]) {
      for (const fields of [resource?.inputs, resource?.outputs]) {
        expect(fields).toMatchObject({
          config: { remote_url: "s3://bucket/in/", key: cipher, secret: cipher },
        });
      }
    }
    for (const fields of [generic?.inputs, generic?.outputs]) {
      expect(fields).toMatchObject({
        type: "something-new",
        config: { host: "db.example.com", password: cipher, more: cipher },
      });
    }
    for (const fields of [newer?.inputs, newer?.outputs]) {
      expect(fields).toMatchObject({
        config: { remote_url: "s3://bucket/in/", secret: cipher, newer_key: cipher, newer_public: 1 },
      });
    }
  });

  it("reach the platform", () => {
    const { platform } = world();
    const bodies = JSON.stringify(platform.requests.map(({ body }) => body));
    const { rotated: _later, ...created } = planted;
    for (const secret of Object.values(created)) expect(bodies).toContain(secret);
  });

  it("show no drift while they are masked", async () => {
    const { platform, stack } = world();
    platform.take();
    expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 6 } });
    expect(await stack.up()).toMatchObject({ changes: { same: 6 } });
    expect(platform.takeWrites()).toEqual([]);
  });

  it("are sent once when they change, and shown nowhere", async () => {
    const { platform, project, stack } = world();
    project.program(program.replace(planted.plain, planted.rotated));
    const outcome = await stack.up();
    expect(outcome).toMatchObject({ succeeded: true, changes: { update: 1 } });
    expect(platform.takeWrites()).toHaveLength(1);
    expect(platform.requests.at(-1)?.body).toMatchObject({ config: { secret: planted.rotated } });
    expect(findPlanted(outcome.output + (await stack.stateText()))).toEqual([]);
  });

  it("are hidden in errors of the platform that repeat them", async () => {
    const { platform, project, stack } = world();
    const source = { type: "s3", config: { remote_url: "s3://x", key: "AKIA", secret: planted.nested } };
    project.program(`${program}\nnew unstructured.Source("refused", ${JSON.stringify(source)});`);
    platform.answerNext("POST", {
      status: 422,
      body: { detail: `bad secret ${planted.nested} for key ${apiKey}` },
    });
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(false);
    expect(outcome.output).toContain("status 422 (bad secret [secret] for key [secret])");
    expect(findPlanted(outcome.output + (await stack.stateText()))).toEqual([]);
    expect(outcome.output).not.toContain(apiKey);
  });

  it("are not read by `get`", async () => {
    const { project, stack } = world();
    const { plain } = await stack.resources();
    project.program(
      `${program}\nconst got = unstructured.Source.get("got", "${plain?.id}");\nexports.name = got.name;\nexports.type = got.type;`,
    );
    const outcome = await stack.up();
    expect(outcome.succeeded).toBe(true);
    expect(await stack.outputs()).toEqual({ name: "plain", type: "s3" });
    const { got } = await stack.resources();
    expect(got).toMatchObject({ external: true, id: plain?.id });
    expect(JSON.stringify(got)).not.toMatch(/config|AKIA|\*\*\*/);
    expect(await stack.destroy()).toMatchObject({ succeeded: true });
    expect(await stack.resources()).toEqual({});
  });
});
