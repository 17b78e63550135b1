import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestPlatform, type TestPlatform } from "../../../harness/platform";
import {
  connectorVerbs,
  rejection,
  settingsFor,
  sourceVerbs,
  type Fields,
  type Verbs,
} from "../../../harness/verbs";
import { postgres } from "../platforms/aisquared/connectors";

const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCY";
const source = {
  name: "invoices",
  type: "s3",
  config: { remote_url: "s3://bucket/in/", key: "AKIAIOSFODNN7", secret },
};

describe("what a refusal means", () => {
  let platforms: { readonly unstructured: TestPlatform; readonly aisquared: TestPlatform };
  let creates: Readonly<Record<keyof typeof platforms, { readonly verbs: Verbs; readonly inputs: Fields }>>;

  beforeAll(async () => {
    platforms = {
      unstructured: await startTestPlatform(),
      aisquared: await startTestPlatform({}, "aisquared"),
    };
    const aisquared = platforms.aisquared;
    creates = {
      unstructured: { verbs: sourceVerbs(settingsFor(platforms.unstructured)), inputs: source },
      aisquared: {
        verbs: connectorVerbs({
          "aisquared:apiUrl": aisquared.url,
          "aisquared:email": "tests@example.com",
          "aisquared:password": aisquared.apiKey,
        }),
        inputs: postgres,
      },
    };
  });
  afterEach(() => {
    for (const platform of Object.values(platforms)) platform.setFaults();
  });
  afterAll(() => Promise.all(Object.values(platforms).map((platform) => platform.stop())));

  const failure = async (
    name: keyof typeof platforms,
    status: number,
    body: unknown,
  ): Promise<{ readonly code: unknown; readonly message: string }> => {
    platforms[name].setFaults([
      {
        fault: { kind: "refusal", status, body },
        method: "POST",
        path: /\/(sources|connectors)/,
        times: Infinity,
      },
    ]);
    const { verbs, inputs } = creates[name];
    const { code, message } = await rejection(verbs.create(inputs));
    expect(message).not.toMatch(/[\r\n]|PLANTED/);
    return { code, message };
  };
  const error = (status: number, detail: string): unknown => ({
    errors: [{ status, title: "Error", detail }],
  });

  it.each<[keyof typeof platforms, number, unknown]>([
    ["unstructured", 402, undefined],
    ["unstructured", 402, { detail: "Payment Required" }],
    ["unstructured", 403, { detail: "Monthly quota exceeded. Please upgrade your plan." }],
    ["unstructured", 409, { detail: "Your trial has expired" }],
    ["unstructured", 422, { detail: "You exceeded your connector quota" }],
    ["aisquared", 402, { error: "Payment required" }],
    ["aisquared", 403, error(403, "Usage limit exceeded")],
    ["aisquared", 422, error(422, "The limit of your plan has been reached")],
  ])("a limit of the plan: %s %i %j", async (name, status, body) => {
    const { code, message } = await failure(name, status, body);
    expect(code).toBe("PC_PLAN_LIMIT");
    expect(message).toMatch(
      /the key and the program are valid: delete what counts towards the limit, or change the plan/,
    );
  });

  it.each<[keyof typeof platforms, number, unknown]>([
    ["unstructured", 400, { detail: "[Errno 111] Connection refused" }],
    [
      "aisquared",
      400,
      error(
        400,
        'There was a problem with the request format: Connection refused - connect(2) for "temporal" port 7233',
      ),
    ],
    ["aisquared", 424, error(424, "getaddrinfo: Name or service not known")],
  ])("a server that the platform cannot reach: %s %i %j", async (name, status, body) => {
    const { code, message } = await failure(name, status, body);
    expect(code).toBe("PC_UPSTREAM_FAILED");
    expect(message).toMatch(
      /could not reach or use another server, the key is valid: if the \w+ names a server, check/,
    );
  });

  it.each<[keyof typeof platforms, number, unknown, string]>([
    [
      "unstructured",
      422,
      { detail: [{ loc: ["body", "config", "quota"], msg: "Field required" }] },
      "PC_REFUSED",
    ],
    ["unstructured", 422, { detail: "unknown value ECONNREFUSED" }, "PC_REFUSED"],
    ["unstructured", 403, { detail: "forbidden" }, "PC_FORBIDDEN"],
    ["aisquared", 400, { errors: { connector: { name: ["is missing"] } } }, "PC_REFUSED"],
  ])("nothing special: %s %i %j", async (name, status, body, code) => {
    expect((await failure(name, status, body)).code).toBe(code);
  });

  it("a key that must be a reference to a stored secret", async () => {
    const errors = [{ field: "access_config.service_account_key", message: "expected a reference" }];
    const { code, message } = await failure("unstructured", 412, { errors });
    expect(code).toBe("PC_REFUSED");
    expect(message).toMatch(
      /make the connector in Unstructured's web application and take it over with .* `adopt`$/,
    );
  });

  it.each([
    [401, "<html><head><title>401 Authorization Required</title></head></html>"],
    [403, "<!DOCTYPE html><title>Access denied</title>"],
    [413, "<html>\r\n<head><title>413 Request Entity Too Large</title></head></html>"],
  ])("a page with status %i is no word of the API about the key or the program", async (status, page) => {
    const { code, message } = await failure("unstructured", status, page);
    expect(code).toBe("PC_NOT_THE_API");
    expect(message).toMatch(
      /; a server in front of the API refused it, such as a proxy or a firewall: check what is /,
    );
  });

  const described: readonly (readonly [string, string, string])[] = [
    [
      "the page of nginx",
      "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>",
      '(an HTML page titled "502 Bad Gateway")',
    ],
    [
      "a title with entities",
      "<TITLE lang=en>\n Q&amp;A &lt;b&gt; &#39;x&#39; </TITLE>",
      `(an HTML page titled "Q&A <b> 'x'")`,
    ],
    [
      "a page without a title",
      "<!-- ray 1 --><html><title></title><body><h1>Sorry</h1>",
      '(an HTML page titled "Sorry")',
    ],
    ["a page without words", "<html><body><img src=x></body></html>", "(an HTML page)"],
    ["an unfinished page", "<html><head><title>502", "(an HTML page)"],
    ["XML", '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "(an XML document)"],
    ["plain text", "upstream connect error\n or disconnect", "(upstream connect error or disconnect)"],
    ["terminal codes", "bad \u001b[2Jgateway\u0007", "(bad [2Jgateway)"],
    ["compressed data", "\u001f\ufffd\b\u0000\u0000\u0000\u0000\u0003\ufffdH\ufffd", "(unreadable data)"],
    ["a long title", `<title>${"x".repeat(3_000)}</title>`, `(an HTML page titled "${"x".repeat(100)} ...")`],
    ["a title that repeats a secret", `<title>no ${secret}</title>`, '(an HTML page titled "no [secret]")'],
    [
      "a secret where a long title ends",
      `<title>${"x".repeat(90)} ${secret}</title>`,
      `(an HTML page titled "${"x".repeat(90)} [secret]")`,
    ],
    ["a hostile page", `<title ${"<title ".repeat(500_000)}`, "(an HTML page)"],
  ];
  it.each(described)("names what is not JSON, and shows no markup: %s", async (_what, body, said) => {
    const { message } = await failure("unstructured", 400, body);
    expect(message).toContain(`with status 400 ${said}`);
  });
});
