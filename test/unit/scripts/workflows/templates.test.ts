import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { repository } from "../../../harness/project";

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: {
    readonly label?: string;
    readonly value?: string;
    readonly description?: string;
    readonly options?: readonly (string | { readonly label: string; readonly required?: boolean })[];
  };
  readonly validations?: { readonly required: boolean };
}
interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly Field[];
}

const folder = join(repository, ".github", "ISSUE_TEMPLATE");
const forms = readdirSync(folder)
  .filter((file) => file !== "config.yml")
  .map((file) => ({ file, form: parse(readFileSync(join(folder, file), "utf8")) as Form }));
const bodyOf = (file: string): readonly Field[] => forms.find((each) => each.file === file)?.form.body ?? [];

describe("the issue forms", () => {
  it("are those for bugs, connector types and features", () => {
    expect(forms.map(({ file }) => file)).toEqual(["bug.yml", "connector-type.yml", "feature.yml"]);
  });

  it.each(forms)("are as GitHub takes them: $file", ({ form }) => {
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    expect(Object.keys(form).sort()).toEqual(["body", "description", "labels", "name"]);
    const ids = form.body.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type, id, attributes } of form.body) {
      expect(["markdown", "input", "textarea", "dropdown", "checkboxes"]).toContain(type);
      if (type === "markdown") expect(attributes.value).toEqual(expect.any(String));
      else expect([id, attributes.label]).toEqual([expect.stringMatching(/^[\w-]+$/), expect.any(String)]);
      const hasOptions = type === "dropdown" || type === "checkboxes";
      expect((attributes.options ?? []).length > 0).toBe(hasOptions);
    }
  });

  it.each(forms)("make sure that no secret is sent: $file", ({ form }) => {
    const [checks] = form.body.filter(({ type }) => type === "checkboxes");
    expect(checks?.attributes.options).toContainEqual({
      label: "There is no key, token, password or other secret above.",
      required: true,
    });
  });

  it("ask for the version, the code and the plan of a bug, and warn of secrets first", () => {
    const [first, ...fields] = bodyOf("bug.yml");
    expect(first?.attributes.value).toContain("Never paste a secret");
    expect(first?.attributes.value).toContain("SECURITY.md");
    const required = fields.filter(({ validations }) => validations?.required).map(({ id }) => id);
    expect(fields.map(({ id }) => id)).toEqual(expect.arrayContaining(["version", "code", "plan"]));
    expect(required).toEqual(expect.arrayContaining(["version", "plan"]));
  });

  it("and the pull request's template name files that exist", () => {
    const template = readFileSync(join(repository, ".github", "pull_request_template.md"), "utf8");
    const texts = [template, ...forms.map(({ form }) => JSON.stringify(form))];
    const paths = texts.flatMap((text) => text.match(/\b(?:docs\/)?[\w/-]+\.(?:md|json)\b/g) ?? []);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });
});
