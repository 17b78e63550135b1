import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { startAnsweringServer, type AnsweringServer, type Answered } from "../../../harness/answering-server";
import { settingsFor, sourceVerbs, type Fields, type Verbs } from "../../../harness/verbs";

const inputs = {
  __provider: "code",
  name: "invoices",
  type: "s3",
  config: {
    remote_url: "s3://bucket/in/",
    key: "AKIAIOSFODNN7EXAMPLE",
    secret: "wJalrXUtnFEMI",
    recursive: true,
  },
};
const created = {
  id: "a1b2c3d4-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: null,
};

/** Any JSON value, or undefined. */
const oddValue = fc.oneof(fc.constant(undefined), fc.constant(null), fc.jsonValue({ maxDepth: 4 }));

/** A response to a create, an update or a read, in which any field may be missing or odd. */
const oddObject = fc.record(
  {
    name: oddValue,
    type: oddValue,
    config: oddValue,
    created_at: oddValue,
    updated_at: oddValue,
    extra: oddValue,
  },
  { requiredKeys: [] },
);
const oddId = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.constant(""),
  fc.integer(),
  fc.jsonValue(),
);
const oddBody = fc.oneof(fc.constant(undefined), fc.string(), fc.jsonValue(), oddObject);

describe("whatever a platform responds", () => {
  let server: AnsweringServer;
  let verbs: Verbs;
  let respond: (method: string, path: string) => Answered;

  beforeAll(async () => {
    server = await startAnsweringServer(({ method, path }) => respond(method, path));
    verbs = sourceVerbs({ ...settingsFor(server), "unstructured:timeout": "2" });
  });
  afterAll(() => server.stop());

  it("create returns plain, complete outputs and the id", async () => {
    await fc.assert(
      fc.asyncProperty(oddObject, async (object) => {
        respond = () => ({ status: 200, body: { ...object, id: created.id } });
        const { id, outs } = await verbs.create(inputs);
        expect(id).toBe(created.id);
        expect(outs).toMatchObject({ config: inputs.config });
        expect(Object.keys(outs)).toEqual(expect.arrayContaining(["name", "type", "createdAt", "updatedAt"]));
      }),
    );
  });

  it("create finds its object if the response has no id", async () => {
    await fc.assert(
      fc.asyncProperty(
        oddObject,
        oddId,
        fc.oneof(fc.constant(false), oddBody),
        fc.array(oddBody, { maxLength: 3 }),
        async (object, id, body, others) => {
          fc.pre(typeof id !== "string" || id === "");
          // A new object each run, because those of earlier runs count as managed.
          const made = {
            ...inputs,
            ...created,
            id: crypto.randomUUID(),
            created_at: new Date().toISOString(),
          };
          let posts = 0;
          respond = (method) => {
            if (method === "GET") return { status: 200, body: [...others, made] };
            posts++;
            if (body === false) return { status: 200, body: { ...object, id } };
            return typeof body === "string"
              ? "break"
              : { status: 500, body: isObject(body) ? { ...body, id } : body };
          };
          expect(await verbs.create(inputs)).toMatchObject({ id: made.id });
          expect(posts).toBe(1);
        },
      ),
    );
  });

  it("create never makes a second object, and says that one may exist if it cannot tell", async () => {
    await fc.assert(
      fc.asyncProperty(oddBody, oddBody, async (body, list) => {
        fc.pre(!isObject(body) || typeof (body as Fields).id !== "string");
        fc.pre(!Array.isArray(list) || list.length === 0);
        let posts = 0;
        respond = (method) => {
          if (method === "GET") return { status: 503, body: list };
          posts++;
          return { status: 200, body };
        };
        await expect(verbs.create(inputs)).rejects.toThrow(
          /create failed: .*take it over with the resource option `adopt/,
        );
        expect(posts).toBe(1);
      }),
    );
  });

  it("update returns plain outputs, or an error that keeps the object", async () => {
    const olds = { ...inputs, name: "before", createdAt: created.created_at, updatedAt: null };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 404, 422, 500), oddBody, async (status, body) => {
        respond = () => ({ status, body: isObject(body) ? { ...body, id: created.id } : body });
        const outcome = await verbs
          .update(created.id, olds, inputs)
          .catch((error: unknown) => error as Error & Fields);
        if (outcome instanceof Error) {
          expect(outcome.message).not.toMatch(/[\r\n]/);
          if ("id" in outcome) expect(outcome.properties).toMatchObject({ config: inputs.config });
        } else {
          expect(outcome.outs).toMatchObject({ config: inputs.config, createdAt: expect.anything() });
        }
      }),
    );
  });

  it("read returns plain outputs and inputs, or an error, but never loses the object", async () => {
    const recorded = { ...inputs, createdAt: created.created_at, updatedAt: null };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 401, 500), oddBody, async (status, body) => {
        respond = () => ({ status, body: isObject(body) ? { ...body, id: created.id } : body });
        const outcome = await verbs.read(created.id, recorded).catch((error: unknown) => error as Error);
        if (outcome instanceof Error) {
          // A response that is not an object says nothing about ours.
          expect(status === 200 && isObject(body)).toBe(false);
          return;
        }
        expect(outcome).toMatchObject({ id: created.id, inputs: { type: "s3" } });
        expect(outcome.props).toMatchObject({
          config: { key: inputs.config.key, secret: inputs.config.secret },
        });
        // A diff against the result must not throw.
        await verbs.diff(created.id, outcome.props ?? {}, inputs);
      }),
    );
  });

  it("delete succeeds, or fails with one line", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 204, 404, 409, 500), oddBody, async (status, body) => {
        respond = () => ({ status, body: status === 204 ? undefined : body });
        const failed = await verbs.delete(created.id, inputs).then(
          () => undefined,
          (error: unknown) => error as Error,
        );
        // Of a proxy. A text that merely begins with "<" is none.
        const page = typeof body === "string" && /^\s*<[a-z!?]/i.test(body);
        expect(failed === undefined).toBe(status < 300 || (status === 404 && !page));
        expect(failed?.message ?? "").not.toMatch(/[\r\n]/);
        expect(failed?.stack ?? "").toBe("");
      }),
    );
  });
});

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
