import type { FastifyInstance } from "fastify";
import { refused } from "./errors";
import type { Airweave, SourceConnection } from "./model";

/** Where a browser goes after a login, if the create call names no other place: into the app of the server, of which this page is all. */
export function appUrl(serverUrl: string, readableCollectionId: string): string {
  return `${serverUrl}/app/collections/${encodeURIComponent(readableCollectionId)}`;
}

/** The page at which a browser arrives after a login. It needs no key, and shows no secret. */
export function loginPage(app: FastifyInstance, airweave: Airweave): void {
  app.get("/app/collections/:id", async ({ query }, reply) => {
    const { source_connection_id: id } = query as Record<string, unknown>;
    const connection = typeof id === "string" ? airweave.connections.get(id) : undefined;
    if (connection?.authenticated !== true) throw refused(404, "Not Found");
    return reply.type("text/html; charset=utf-8").send(pageOf(connection));
  });
}

function pageOf({ name, id, login, sync }: SourceConnection): string {
  const steps = [
    "<code>refresh</code> shows its status, <code>active</code>, and that there is no <code>authUrl</code> any more.",
    '<code>up</code> brings about what had to wait for the login: a changed <code>config</code>, and <code>schedule: "none"</code>.',
    ...(sync !== null && login?.status === "in_progress"
      ? [
          `Its first sync begins when <code>POST /source-connections/${id}/verify-oauth</code> gets the output <code>claimToken</code>.`,
        ]
      : []),
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Logged in</title>
<h1>Logged in</h1>
<p>The source connection “${escaped(name)}” is logged in. This is the sandbox: nobody was asked, and you can close this page. What comes next:</p>
<ul>
${steps.map((step) => `<li>${step}</li>`).join("\n")}
</ul>
</html>
`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
