import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import {
  startAnsweringServer,
  type AnsweringServer,
  type Answered,
} from "../../../../harness/answering-server";
import { connectorVerbs, rejection, type Verbs } from "../../../../harness/verbs";
import { postgres, tokenSettings } from "./connectors";

const { password } = postgres.configuration.credentials;

describe("an error of AI Squared", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let response: Answered;

  beforeAll(async () => {
    server = await startAnsweringServer(() => response);
    verbs = connectorVerbs(tokenSettings(server.url));
  });
  afterAll(() => server.stop());

  const failure = async (status: number, body: unknown): Promise<string> => {
    response = { status, body };
    const { message } = await rejection(verbs.update("7", { ...postgres, name: "before" }, postgres));
    expect(message).not.toMatch(/[\r\n]/);
    const start = 'aisquared.Connector "shop": update failed: AI Squared responded to PUT connectors/7 with ';
    expect(message).toContain(start);
    // The duration is random.
    return message.slice(start.length).replace(/ in \d+ s\)/, ")");
  };
  const correct = "; correct the connector in the program and run `pulumi up` again";

  it.each<[string, number, unknown, string]>([
    [
      "nested fields and their problems",
      400,
      {
        errors: {
          connector: { name: ["is missing", "must be a string"], configuration: ["must be filled"] },
        },
      },
      `(connector.name is missing; connector.name must be a string; connector.configuration must be filled)${correct}`,
    ],
    [
      "a field outside the object",
      400,
      { errors: { page: ["must be an integer"] } },
      `(page must be an integer)${correct}`,
    ],
    [
      "an exception, without the constant pointer",
      400,
      {
        errors: [
          {
            status: 400,
            title: "Bad Request",
            detail: "There was a problem with the request format: uninitialized constant X",
            source: { pointer: "/request/payload" },
          },
        ],
      },
      `(There was a problem with the request format: uninitialized constant X)${correct}`,
    ],
    [
      "invalid attributes",
      422,
      {
        errors: [
          {
            status: 422,
            title: "Error",
            detail: "Connector update failed",
            source: { name: "can't be blank", configuration: "is invalid" },
          },
        ],
      },
      `(Connector update failed: name can't be blank, configuration is invalid)${correct}`,
    ],
    [
      "a failure without attributes",
      422,
      {
        errors: [{ status: 422, title: "Error", detail: "A connector with the same name already exists." }],
      },
      `(A connector with the same name already exists.)${correct}`,
    ],
    [
      "a string",
      422,
      { error: "param is missing or the value is empty: connector" },
      `(param is missing or the value is empty: connector)${correct}`,
    ],
    [
      "an object that is gone",
      404,
      { errors: [{ status: 404, title: "Error", detail: "Connector not found" }] },
      "(Connector not found); the connector is gone from the platform: run `pulumi refresh`, then `pulumi up` to create it again",
    ],
    [
      "missing permissions",
      403,
      { errors: [{ status: 403, title: "Error", detail: "You are not authorized to do this action" }] },
      "(You are not authorized to do this action); the account may not do this: check its permissions, or use another one (token from stack config aisquared:token, workspaceId from stack config aisquared:workspaceId, apiUrl from stack config aisquared:apiUrl); a Viewer may only read: the user must be an Admin or a Member of the workspace",
    ],
    [
      "a token that is no longer valid",
      401,
      { errors: [{ status: 401, title: "Error", detail: "Unauthorized" }] },
      "(Unauthorized); token came from stack config aisquared:token: set aisquared:token (`pulumi config set --secret aisquared:token`) or the environment variable AISQUARED_API_TOKEN; a token is valid for 30 minutes and until the next login of the same user: set aisquared:email and aisquared:password of a separate user instead, and each run gets its own",
    ],
    [
      "too many requests",
      429,
      { error: "Too many requests,\n try again later" },
      "(Too many requests, try again later; tried 12 times); too many requests: try again later, or with a lower --parallel",
    ],
    ["a list of strings", 400, { errors: ["one", "two"] }, `(one; two)${correct}`],
    [
      "the page of another server",
      500,
      "<html>\nSomething went wrong</html>",
      "(an HTML page; tried 3 times); the server failed, possibly because of a configuration that it cannot handle: check it, otherwise try again later; the change may have been made nevertheless: the next `pulumi up` makes sure",
    ],
    ["an empty body", 400, undefined, correct.slice(2)],
  ])("is one readable line: %s", async (_what, status, body, reported) => {
    expect(await failure(status, body)).toBe(
      `status ${status}${reported.startsWith("(") ? " " : "; "}${reported}`,
    );
  });

  it.each([
    { errors: [{ detail: 7, source: "x" }, null, 7] },
    { errors: { connector: null, name: 7, list: [{ x: 1 }] } },
    { errors: null, error: { text: "no" } },
    [],
  ])("never breaks the message, whatever its shape: %j", async (body) => {
    expect(await failure(400, body)).toMatch(/^status 400( \(.*\))?; correct the connector in the program/);
  });

  it("shows no secret that it repeats", async () => {
    for (const body of [
      { errors: { connector: { configuration: [`is wrong: ${password}`] } } },
      { errors: [{ detail: "Connector update failed", source: { configuration: `bad ${password}` } }] },
      { error: `no ${password} and no a-token` },
    ]) {
      const message = await failure(422, body);
      expect(message).toContain("[secret]");
      expect(message).not.toMatch(/PLANTED|a-token/);
    }
  });
});
