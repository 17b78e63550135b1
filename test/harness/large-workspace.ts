import { startAnsweringServer, type Answered, type AnsweringServer, type Asked } from "./answering-server";
import type { Fields } from "./verbs";

/** A kind of which a workspace can hold many objects. */
export type BulkKind = "unstructured.Source" | "aisquared.Connector";

/** What a test puts in place of a page of the list, the first being 1. */
export type ListHandler = (page: number, normal: Fields | readonly Fields[]) => Answered | Promise<Answered>;

/** A workspace of any size, of one kind, on a server of its own: bodies by id, as the platform shows them. */
export interface LargeWorkspace {
  readonly kind: BulkKind;
  readonly objects: Map<string, Fields>;
  /** Default: every page as it should be. */
  onList: ListHandler | undefined;
  /** What a test puts in place of an object. Default: the object. */
  onRead: (() => Answered | undefined) | undefined;
  /** The most objects of a page, whatever is asked for. */
  mostPerPage: number;
  /** The stack config that leads to it, for one operation: the next call is for another one. */
  operation(): Record<string, string>;
  /** The requests since the last call, as `GET sources/`. */
  take(): string[];
  stop(): Promise<void>;
}

const collections = { "unstructured.Source": "sources", "aisquared.Connector": "connectors" } as const;

/** Tells the accounts of operations apart, as the processes of hosts are: no other setting differs. */
let operations = 0;

export async function startLargeWorkspace(kind: BulkKind): Promise<LargeWorkspace> {
  const collection = collections[kind];
  const isPaged = kind === "aisquared.Connector";
  const server: AnsweringServer = await startAnsweringServer((asked) => respond(asked));
  const workspace: LargeWorkspace = {
    kind,
    objects: new Map(),
    onList: undefined,
    onRead: undefined,
    mostPerPage: 100,
    operation: () => {
      const timeout = (300 + ++operations / 1e6).toFixed(6);
      return isPaged
        ? {
            ...{ "aisquared:apiUrl": server.url, "aisquared:token": "a-token" },
            ...{ "aisquared:workspaceId": "1", "aisquared:timeout": timeout },
          }
        : {
            ...{ "unstructured:apiUrl": server.url, "unstructured:apiKey": server.apiKey },
            "unstructured:timeout": timeout,
          };
    },
    take: () => server.asked.splice(0).map(({ method, path }) => `${method} ${path}`),
    stop: () => server.stop(),
  };

  const one = (object: Fields): Answered => ({ status: 200, body: isPaged ? { data: object } : object });
  const respond = ({ method, path, body }: Asked): Answered | Promise<Answered> => {
    const url = new URL(path, "http://server/");
    const [of = "", id = ""] = url.pathname.slice(1).split("/");
    // Nothing else is in the workspace.
    if (of !== collection) return { status: 200, body: pageOf([], 1, 1) };
    if (id === "" && method === "GET") return list(url.searchParams);
    const object = workspace.objects.get(id);
    if (object === undefined) return { status: 404, body: { detail: "not found" } };
    if (method === "DELETE") {
      workspace.objects.delete(id);
      return { status: 200, body: {} };
    }
    if (method === "PUT") {
      const changed = isPaged
        ? {
            ...object,
            attributes: { ...(object.attributes as Fields), ...((body as Fields).connector as Fields) },
          }
        : { ...object, ...(body as Fields) };
      workspace.objects.set(id, changed);
      return one(changed);
    }
    return workspace.onRead?.() ?? one(object);
  };
  const list = (query: URLSearchParams): Answered | Promise<Answered> => {
    const all = [...workspace.objects.values()];
    const page = Number(query.get("page") ?? 1);
    const normal = isPaged
      ? pageOf(all, page, Math.min(Number(query.get("per_page")), workspace.mostPerPage))
      : all;
    return workspace.onList?.(page, normal) ?? { status: 200, body: normal };
  };
  return workspace;
}

/** A page as AI Squared has it. */
function pageOf(all: readonly Fields[], page: number, size: number): Fields {
  const next = page * size < all.length ? `http://server/connectors?page=${page + 1}&per_page=${size}` : null;
  return { data: all.slice((page - 1) * size, page * size), links: { next } };
}
