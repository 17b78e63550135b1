import { isJsonObject } from "../../json-object";
import { isGood, jsonOf, objectOf, withJson, type Answer } from "./answer";
import { pathOf, type AskedRequest } from "./asked";

/** An object that is there and not seen yet. */
interface HiddenObject {
  /** The path of its collection, without a slash at the end. */
  readonly collection: string;
  /** What it is addressed by: its id, its readable id. */
  readonly ids: readonly string[];
  /** How many requests more do not see it. */
  left: number;
}

/** What has been created and is not seen for a while, as where a platform reads from a copy that lags behind. */
export class HiddenObjects {
  #objects: HiddenObject[] = [];

  /** Hides what an answer says was created. */
  hide(request: AskedRequest, answer: Answer, requests: number): void {
    const { id, readable_id } = objectOf(answer);
    const ids = [id, readable_id].filter((one) => typeof one === "string");
    if (!isGood(answer) || ids.length === 0) return;
    this.#objects.push({ collection: collectionOf(request), ids, left: requests });
  }

  /**
   * What a request asks for instead of a hidden object: one of an id that nobody has.
   *
   * @returns undefined if it asks for no hidden object.
   */
  instead(request: AskedRequest): Instead | undefined {
    if (request.method !== "GET") return undefined;
    for (const object of this.#objects) {
      const id = object.ids.find((one) =>
        `${pathOf(request)}/`.startsWith(`${object.collection}/${encodeURIComponent(one)}/`),
      );
      if (id === undefined) continue;
      this.#count(object);
      const other = unknownLike(id);
      const at = object.collection.length + 1;
      const url = `${request.url.slice(0, at)}${other}${request.url.slice(at + encodeURIComponent(id).length)}`;
      return { url, restored: (answer) => withText(answer, other, id), left: object.left };
    }
    return undefined;
  }

  /** @returns the answer to a GET of a collection without the hidden objects; undefined if none is in it. */
  leftOut(
    request: AskedRequest,
    answer: Answer,
  ): { readonly answer: Answer; readonly left: number } | undefined {
    const collection = collectionOf(request);
    const hidden = this.#objects.filter((object) => object.collection === collection);
    if (request.method !== "GET" || hidden.length === 0) return undefined;
    const listed: HiddenObject[] = [];
    const body = withItems(jsonOf(answer), (item) => {
      const object = hidden.find(({ ids }) => isJsonObject(item) && ids.includes(String(item.id)));
      if (object !== undefined) listed.push(object);
      return object === undefined;
    });
    if (listed.length === 0) return undefined;
    for (const object of listed) this.#count(object);
    return { answer: withJson(answer, body), left: Math.max(...listed.map(({ left }) => left)) };
  }

  #count(object: HiddenObject): void {
    object.left -= 1;
    if (object.left <= 0) this.#objects = this.#objects.filter((one) => one !== object);
  }
}

/** A request in place of another, and its answer as the other's. */
export interface Instead {
  readonly url: string;
  readonly restored: (answer: Answer) => Answer;
  /** How many requests more will not see the object. */
  readonly left: number;
}

/** An id of the same form that nobody has. */
function unknownLike(id: string): string {
  if (/^\d+$/.test(id)) return "999999999";
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
    ? "ffffffff-ffff-4fff-bfff-ffffffffffff"
    : `${id}-not-there`;
}

function withText(answer: Answer, from: string, to: string): Answer {
  return { ...answer, body: Buffer.from(answer.body.toString().replaceAll(from, to)) };
}

/** A list, bare or under `data`, with some of its items. */
function withItems(list: unknown, isWanted: (item: unknown) => boolean): unknown {
  if (Array.isArray(list)) return list.filter(isWanted);
  return isJsonObject(list) && Array.isArray(list.data)
    ? { ...list, data: list.data.filter(isWanted) }
    : list;
}

/** Without a slash at the end. */
function collectionOf(request: AskedRequest): string {
  return pathOf(request).replace(/\/$/, "");
}
