import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../harness";
import { collectionVerbs, connectorVerbs, rejection, type Fields, type Verbs } from "../../../harness/verbs";
import { hook, loginSettings, postgres } from "../platforms/aisquared/connectors";

describe("a connector whose name another one has", () => {
  let platform: TestPlatform;
  let id: string;
  beforeAll(async () => {
    platform = await startTestPlatform({}, "aisquared");
    ({ id } = await ofAnotherOperation().create(postgres));
  });
  beforeEach(() => void platform.take());
  afterAll(() => platform.stop());

  let operations = 0;
  /** The verbs of a host that knows nothing of what others made: a setting of its own makes an account of its own. */
  const ofAnotherOperation = (): Verbs => {
    const settings = loginSettings(platform);
    return connectorVerbs({
      ...settings,
      "aisquared:workspaceId": "1",
      "aisquared:timeout": String(300 + ++operations),
    });
  };
  const refusal = async (inputs: Fields, verbs = ofAnotherOperation()): Promise<string> =>
    (await rejection(verbs.create(inputs))).message;

  it("is refused with a name that differs from stack to stack, and the id to adopt", async () => {
    expect(await refusal(postgres)).toBe(
      'aisquared.Connector "shop": create failed: AI Squared responded to POST connectors with status 422 (A connector with the same name already exists.); correct the connector in the program and run `pulumi up` again. ' +
        `The platform has a connector of that name (${id}): set another, such as name: \`shop-\${pulumi.getStack()}\`, which differs from stack to stack, or take it over with the resource option \`adopt: "${id}"\``,
    );
    const { id: adopted } = await ofAnotherOperation().create({ ...postgres, __options: { adopt: id } });
    expect(adopted).toBe(id);
  });

  it("is not offered for adoption if it is of another system", async () => {
    const { configuration, ...rest } = hook;
    const message = await refusal({ ...rest, configuration, name: "shop", connectorType: "source" });
    expect(message).toContain(
      `The platform has a connector of that name (${id}), with another connectorName: set another, such as name: `,
    );
    expect(message).not.toContain("adopt");
  });

  it("is said to be another resource's if the stack has it", async () => {
    const verbs = ofAnotherOperation();
    const { id: own } = await verbs.create({ ...postgres, name: "mine" });
    expect(await refusal({ ...postgres, name: "mine" }, verbs)).toContain(
      `Another resource of this stack has that name (${own}): give one of them another`,
    );
  });

  it("shares its name with a destination", async () => {
    await ofAnotherOperation().create({ ...hook, name: "shop" });
  });

  it("is not looked for after another refusal, and a failed look-up changes nothing", async () => {
    const verbs = ofAnotherOperation();
    await verbs.create({ ...postgres, name: "first" });
    platform.take();
    platform.answerNext("POST", { status: 422, body: { error: "no" } });
    expect(await refusal({ ...postgres, name: "fresh" }, verbs)).toMatch(/and run `pulumi up` again$/);
    expect(platform.take()).toEqual(["POST /api/v1/connectors"]);
    platform.answerNext("GET", { status: 400, body: { error: "no" } });
    expect(await refusal(postgres, verbs)).toMatch(/and run `pulumi up` again$/);
  });
});

it("a collection whose readable id another one has is refused with what to do", async () => {
  const platform = await startTestPlatform({}, "airweave");
  const verbs = (timeout: string): Verbs =>
    collectionVerbs({
      "airweave:apiUrl": platform.url,
      "airweave:apiKey": platform.apiKey,
      "airweave:timeout": timeout,
    });
  await verbs("301").create({ name: "Support", readableId: "support" });
  const { message } = await rejection(verbs("302").create({ name: "Another", readableId: "support" }));
  expect(message).toContain(
    'The platform has a collection of that readableId (support): set another, such as readableId: `support-${pulumi.getStack()}`, which differs from stack to stack, or take it over with the resource option `adopt: "support"`',
  );
  await platform.stop();
});
