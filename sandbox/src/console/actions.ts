import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { faultKinds } from "../serving/faults/fault";
import type { Notice } from "./access";
import { sessionOf } from "./entrance";
import type { FaultSettings } from "./fault-switches";
import { findObject, pathOf, type HeldObject } from "./holdings";
import { RefusedRequest, type Changes, type FormField } from "./kind";
import { refusalText } from "./refusal-text";
import type { Console } from "./server";

/** What an action leads to. Default: back to the object's page. */
type Outcome = Notice & { readonly to?: string };

/** What the buttons do. Each leads back to a page, which says what has happened. */
export function addActions(app: FastifyInstance, { accounts, switches, platforms }: Console): void {
  const item = "/objects/:account/:kind/:id";
  const onObject = (
    action: string,
    act: (held: HeldObject, form: URLSearchParams) => Promise<Outcome>,
  ): void => {
    app.post(`${item}/${action}`, async (request, reply) => {
      const held = await findObject(
        accounts,
        request.params as { readonly account: string; readonly kind: string; readonly id: string },
      );
      if (held === undefined) {
        const problem = "The platform has no such object any more.";
        return back(request, reply, "/", { text: `Not done: ${action}`, problem });
      }
      const { to = pathOf(held), ...notice } = await act(held, formOf(request)).catch(refusalNotice);
      return back(request, reply, to, notice);
    });
  };

  onObject("change", async ({ account, kind, object }, form) => {
    const changed = changesIn(form, object.form);
    if (changed.size === 0) return { text: "Nothing was changed in the form." };
    await kind.change(account.ask, object, changed);
    return { text: `Changed on the platform: ${[...changed.keys()].join(", ")}. A refresh finds it.` };
  });

  onObject("delete", async ({ account, kind, object }) => {
    await kind.remove(account.ask, object);
    return { text: `Deleted on the platform: the ${kind.noun} ${object.name}. A refresh finds it.`, to: "/" };
  });

  onObject("run", async ({ account, kind, object }) => {
    await kind.runs?.start(account.ask, object);
    return { text: `The platform runs the ${kind.noun}.` };
  });

  app.post("/faults", (request, reply) => {
    const settings = settingsIn(formOf(request), platforms);
    if (typeof settings === "string") {
      return back(request, reply, "/faults", { text: "Nothing was switched:", problem: settings });
    }
    switches.use(settings);
    return back(request, reply, "/faults", { text: "Requests fail from now on." });
  });

  app.post("/faults/off", (request, reply) => {
    switches.use(undefined);
    return back(request, reply, "/faults", { text: "No request fails any more." });
  });
}

function refusalNotice(error: unknown): Outcome {
  if (!(error instanceof RefusedRequest)) throw error;
  return { text: "The platform refused it:", problem: refusalText(error) };
}

function back(request: FastifyRequest, reply: FastifyReply, to: string, notice: Notice): FastifyReply {
  sessionOf(request).notice = notice;
  return reply.redirect(to, 303);
}

function formOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}

/** What the user has changed: what differs from what the form was filled with. */
function changesIn(form: URLSearchParams, fields: readonly FormField[]): Changes {
  const changes = new Map<string, string | boolean>();
  for (const { name, input } of fields) {
    const before = form.get(`was:${name}`);
    if (before === null) continue;
    const given = input === "switch" ? String(form.has(name)) : lines(form.get(name) ?? before);
    if (given !== lines(before)) changes.set(name, input === "switch" ? given === "true" : given);
  }
  return changes;
}

/** Browsers send a line break as two characters. */
function lines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

/** @returns what is wrong with the form, as a text. */
function settingsIn(
  form: URLSearchParams,
  platforms: readonly (readonly [name: string, title: string])[],
): FaultSettings | string {
  const kinds = faultKinds.filter((kind) => form.getAll("kind").includes(kind));
  const names = platforms.map(([name]) => name).filter((name) => form.getAll("platform").includes(name));
  const percent = Number(form.get("percent"));
  const seed = form.get("seed") ?? "";
  if (kinds.length === 0) return "Choose at least one of the faults.";
  if (names.length === 0) return "Choose at least one platform.";
  if (!(percent > 0 && percent <= 100)) return "The percentage must be above 0, and at most 100.";
  if (seed === "") return "The seed must not be empty.";
  return { seed, percent, kinds, platforms: names };
}
