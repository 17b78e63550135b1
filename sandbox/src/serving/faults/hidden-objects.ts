import { isJsonObject } from "../../json-object";
import { pathOf, type PlatformRequest } from "./request";
import { isSuccess, objectIn, parsedBody, withJsonBody, type PlatformResponse } from "./response";

interface HiddenObject {
  /** The path of its collection, without a trailing slash. */
  readonly collection: string;
  readonly ids: readonly string[];
  /** The number of further requests that do not see it. */
  remaining: number;
}

/** Hides new objects for a while, as on a platform that reads from a replica that lags behind. */
export class HiddenObjects {
  #objects: HiddenObject[] = [];

  /** @param idKeys The keys in a response by which an object can be addressed. */
  constructor(private readonly idKeys: readonly string[]) {}

  /** Hides the object that a response says was created. */
  hide(request: PlatformRequest, response: PlatformResponse, requests: number): void {
    const object = objectIn(response);
    const ids = this.idKeys.flatMap((key) => idOf(object[key]));
    const { createsIn: collection } = request;
    if (collection === undefined || !isSuccess(response) || ids.length === 0) return;
    this.#objects.push({ collection, ids, remaining: requests });
  }

  /**
   * Turns a GET of a hidden object into one of an id that does not exist.
   *
   * @returns undefined if the request is for no hidden object.
   */
  substitute(request: PlatformRequest): Substitute | undefined {
    if (request.method !== "GET") return undefined;
    for (const object of this.#objects) {
      const id = object.ids.find((one) =>
        `${pathOf(request)}/`.startsWith(`${object.collection}/${encodeURIComponent(one)}/`),
      );
      if (id === undefined) continue;
      this.#countDown(object);
      const missing = missingIdLike(id);
      const start = object.collection.length + 1;
      const end = start + encodeURIComponent(id).length;
      return {
        url: `${request.url.slice(0, start)}${missing}${request.url.slice(end)}`,
        restore: (response) => withText(response, missing, id),
        remaining: object.remaining,
      };
    }
    return undefined;
  }

  /**
   * Removes hidden objects from the response to a GET of their collection.
   *
   * @returns undefined if the response contains none.
   */
  filter(
    request: PlatformRequest,
    response: PlatformResponse,
  ): { readonly response: PlatformResponse; readonly remaining: number } | undefined {
    const collection = collectionOf(request);
    const hidden = this.#objects.filter((object) => object.collection === collection);
    if (request.method !== "GET" || hidden.length === 0) return undefined;
    const removed: HiddenObject[] = [];
    const body = filterItems(parsedBody(response), (item) => {
      const object = hidden.find(({ ids }) => isJsonObject(item) && ids.includes(String(item.id)));
      if (object !== undefined) removed.push(object);
      return object === undefined;
    });
    if (removed.length === 0) return undefined;
    for (const object of removed) this.#countDown(object);
    const remaining = Math.max(...removed.map((object) => object.remaining));
    return { response: withJsonBody(response, body), remaining };
  }

  #countDown(object: HiddenObject): void {
    object.remaining -= 1;
    if (object.remaining <= 0) this.#objects = this.#objects.filter((one) => one !== object);
  }
}

/** Ids are texts here, also those of platforms that number their objects. */
function idOf(value: unknown): string[] {
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
}

/** A request to process in place of another. */
export interface Substitute {
  readonly url: string;
  /** Makes its response look like one to the original request. */
  readonly restore: (response: PlatformResponse) => PlatformResponse;
  /** The number of further requests that will not see the object. */
  readonly remaining: number;
}

/** An id of the same form that no object has. */
function missingIdLike(id: string): string {
  if (/^\d+$/.test(id)) return "999999999";
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
    ? "ffffffff-ffff-4fff-bfff-ffffffffffff"
    : `${id}-not-there`;
}

function withText(response: PlatformResponse, from: string, to: string): PlatformResponse {
  return { ...response, body: Buffer.from(response.body.toString().replaceAll(from, to)) };
}

/** Filters a list, which may be under `data`. */
function filterItems(list: unknown, isVisible: (item: unknown) => boolean): unknown {
  if (Array.isArray(list)) return list.filter(isVisible);
  return isJsonObject(list) && Array.isArray(list.data)
    ? { ...list, data: list.data.filter(isVisible) }
    : list;
}

function collectionOf(request: PlatformRequest): string {
  return pathOf(request).replace(/\/$/, "");
}
