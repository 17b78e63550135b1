import { describe, expect, it } from "@jest/globals";
import {
  faultKinds,
  listedFaults,
  seededFaults,
  type Fault,
  type FaultSchedule,
} from "../../../../../sandbox/src";

type Request = Parameters<FaultSchedule["next"]>[0];

const id = "168bd3b1-4c18-4113-8d00-26584fbcefd9";

const asked = (method: string, url: string, platform = "unstructured", body = ""): Request => ({
  ...{ platform, method, url, headers: {}, body: Buffer.from(body), hasCredentials: true },
  createsIn: method === "POST" && url.endsWith("s/") ? url.slice(0, -1) : undefined,
});
const cut: Fault = { kind: "cut", when: "before" };
const late: Fault = { kind: "latency", milliseconds: 1 };

describe("a list of faults", () => {
  const next = (schedule: FaultSchedule, requests: readonly Request[]): (string | undefined)[] =>
    requests.map((request) => schedule.next(request)?.kind);

  it("applies to the n-th request by platform, method and path", () => {
    const schedule = listedFaults([
      { fault: cut, platform: "unstructured", method: "PUT", path: /^\/api\/v1\/sources\/[^/]+$/, nth: 2 },
    ]);
    const requests = [
      asked("PUT", `/api/v1/sources/${id}`),
      asked("PUT", `/api/v1/sources/${id}`, "airweave"),
      asked("GET", `/api/v1/sources/${id}`),
      asked("PUT", `/api/v1/destinations/${id}?at=/api/v1/sources/1`),
      asked("PUT", "/api/v1/sources/another?x=/1"),
      asked("PUT", `/api/v1/sources/${id}`),
    ];
    expect(next(schedule, requests)).toEqual([undefined, undefined, undefined, undefined, "cut", undefined]);
  });

  it("applies to several requests in a row, and by body", () => {
    const schedule = listedFaults([{ fault: cut, body: /"name":"a"/, nth: 2, times: 2 }]);
    const create = (name: string): Request =>
      asked("POST", "/api/v1/sources/", "unstructured", JSON.stringify({ name }));
    expect(next(schedule, ["a", "b", "a", "b", "a", "a"].map(create))).toEqual([
      undefined,
      undefined,
      "cut",
      undefined,
      "cut",
      undefined,
    ]);
  });

  it("uses the first fault that is due, while all rules count", () => {
    const schedule = listedFaults([
      { fault: cut, nth: 2 },
      { fault: late, times: 3 },
    ]);
    const requests = Array<Request>(4).fill(asked("GET", "/collections"));
    expect(next(schedule, requests)).toEqual(["latency", "cut", "latency", undefined]);
  });

  it("skips requests to which a fault is not applicable", () => {
    const hidden: Fault = { kind: "hidden", requests: 1 };
    const late: Fault = { kind: "late", milliseconds: 1, response: 504 };
    const create = asked("POST", "/api/v1/sources/");
    const others = [
      asked("GET", "/api/v1/sources/"),
      asked("PUT", `/api/v1/sources/${id}`),
      asked("POST", `/api/v1/sources/${id}/connection-check`),
      asked("POST", "/api/v1/login", "aisquared"),
      asked("POST", `/api/v1/jobs/${id}/cancel`),
    ];
    for (const fault of [hidden, late]) {
      expect(next(listedFaults([{ fault }]), [...others, create])).toEqual([
        ...Array<undefined>(5).fill(undefined),
        fault.kind,
      ]);
    }
    const open = { ...create, hasCredentials: false };
    expect(next(listedFaults([{ fault: { kind: "expired" } }]), [open, create])).toEqual([
      undefined,
      "expired",
    ]);
    for (const fault of [
      { kind: "body", is: "empty" },
      { kind: "trickle", pieces: 1, milliseconds: 1 },
    ] satisfies Fault[]) {
      const remove = asked("DELETE", `/api/v1/sources/${id}`);
      expect(next(listedFaults([{ fault }]), [remove, create])).toEqual([undefined, fault.kind]);
    }
  });
});

describe("faults from a seed", () => {
  const draws = (schedule: FaultSchedule, count: number, request: (at: number) => Request) =>
    Array.from({ length: count }, (_, at) => schedule.next(request(at)));
  const create = (): Request => asked("POST", "/api/v1/sources/");

  it("are reproducible, and different for another seed", () => {
    const first = draws(seededFaults({ seed: "demo", percent: 50 }), 200, create);
    expect(draws(seededFaults({ seed: "demo", percent: 50 }), 200, create)).toEqual(first);
    expect(draws(seededFaults({ seed: "other", percent: 50 }), 200, create)).not.toEqual(first);
  });

  it("are the same on every machine", () => {
    const faults = draws(seededFaults({ seed: "demo", percent: 100 }), 4, create);
    expect(faults).toEqual([
      { kind: "hidden", requests: 2 },
      { kind: "redirect", status: 301 },
      { kind: "expired" },
      { kind: "redirect", status: 307 },
    ]);
  });

  it("are of every kind and variant, at the given rate", () => {
    const faults = draws(seededFaults({ seed: "demo" }), 10_000, create).filter((one) => one !== undefined);
    expect(faults.length).toBeGreaterThan(900);
    expect(faults.length).toBeLessThan(1100);
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(faultKinds));
    const variants = new Set(
      faults.map((fault) => {
        if (fault.kind === "cut") return `cut ${fault.when}`;
        if (fault.kind === "late") return `late ${fault.response}`;
        if (fault.kind === "body") return `body ${fault.is}`;
        if (fault.kind === "redirect") return `redirect ${fault.to ?? ""}`;
        if (fault.kind !== "status") return fault.kind;
        const told = fault.retryAfter === undefined ? "" : fault.asDate === true ? " date" : " seconds";
        return `${fault.status}${told}${fault.processed === true ? " processed" : ""}`;
      }),
    );
    const processed = ["408", "500", "502", "504"].map((status) => `${status} processed`);
    const told = ["429", "503"].flatMap((status) => [`${status} date`, `${status} seconds`]);
    expect([...variants].sort()).toEqual(
      [
        ...["latency", "down", "trickle", "hidden", "expired"],
        ...["cut before", "cut after", "cut within", "late 504", "late none"],
        ...["body empty", "body html", "body incomplete", "body wrong-type"],
        ...["redirect ", "redirect https://elsewhere.invalid"],
        ...["408", "425", "429", "500", "502", "503", "504", ...processed, ...told],
      ].sort(),
    );
  });

  it("are only of the given kinds that are applicable", () => {
    const kinds = ["hidden", "cut"] as const;
    const schedule = seededFaults({ seed: "demo", percent: 100, kinds });
    const ofCreates = draws(schedule, 100, create).map((fault) => fault?.kind);
    expect(new Set(ofCreates)).toEqual(new Set(kinds));
    const ofReads = draws(schedule, 100, () => asked("GET", "/api/v1/sources/")).map((fault) => fault?.kind);
    expect(new Set(ofReads)).toEqual(new Set(["cut"]));
    const hidden = seededFaults({ seed: "demo", percent: 100, kinds: ["hidden"] });
    expect(hidden.next(asked("GET", "/api/v1/sources/"))).toBeUndefined();
  });

  it("depend on the number of such requests, not on other requests in between or on ids", () => {
    const seeded = (): FaultSchedule => seededFaults({ seed: "demo", percent: 50 });
    const alone = draws(seeded(), 100, () => asked("GET", `/api/v1/sources/${id}`));
    const busy = seeded();
    const among = draws(busy, 100, (at) => {
      busy.next(asked("GET", `/api/v1/destinations/${id}`));
      busy.next(asked("PUT", `/api/v1/sources/${id}`));
      busy.next(asked("GET", `/api/v1/sources/${id}`, "airweave"));
      busy.next(asked("GET", "/api/v1/sources/"));
      return asked("GET", `/api/v1/sources/other-${at}?x=${at}`);
    });
    expect(among).toEqual(alone);
  });
});
