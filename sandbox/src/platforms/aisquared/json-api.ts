import type { FastifyRequest } from "fastify";

/** An object in a response. Source: docs/contracts/aisquared.md, section 2. */
export interface Resource {
  readonly id: string;
  readonly type: "connectors" | "models" | "syncs" | "sync_runs" | "sync_records" | "catalogs" | "workspaces";
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The requested page of a list, with links to the others. Source: docs/contracts/aisquared.md, section 2. */
export function pageOf<Row>(
  request: FastifyRequest,
  rows: readonly Row[],
  show: (row: Row) => Resource,
): { readonly data: Resource[]; readonly links: Readonly<Record<string, string | null>> } {
  const query = request.query as Readonly<Record<string, unknown>>;
  const page = positive(query.page) ?? 1;
  const size = positive(query.per_page) ?? 10;
  const last = Math.max(1, Math.ceil(rows.length / size));
  const address = (number: number): string => {
    const [path = "", search] = request.url.split("?");
    const parameters = new URLSearchParams(search);
    parameters.set("page", String(number));
    parameters.set("per_page", String(size));
    return `${request.protocol}://${request.host}${path}?${parameters.toString()}`;
  };
  return {
    data: rows.slice((page - 1) * size, page * size).map(show),
    links: {
      self: address(page),
      first: address(1),
      prev: page > 1 ? address(page - 1) : null,
      next: page < last ? address(page + 1) : null,
      last: address(last),
    },
  };
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
