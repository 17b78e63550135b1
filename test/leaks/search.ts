import { formatPath, visitLeaves } from "../../provider/src/values/tree";
import { markers } from "./canary";

/** A secret that must appear nowhere but on its platform. */
export interface Planted {
  readonly value: string;
  /** Where it was planted, for messages. */
  readonly label: string;
  /** Only the program marks it as a secret. */
  readonly onlyByProgram?: true;
}

/** An occurrence of a secret or of a part of one. */
export interface Leak {
  /** `state: resources[3].inputs.config.token`, `up: line 12`. */
  readonly where: string;
  /** Which secret, with only its first characters. */
  readonly what: string;
}

/** Fewer characters do not count as a part of a secret. */
const window = 12;

/** A string to look for: a marker, or a whole secret without markers. */
interface Needle {
  readonly text: string;
  readonly isBase64: boolean;
}

/** Finds planted secrets and parts of them: plain, escaped, or in base64 at any offset. */
export class Search {
  readonly #planted: readonly Planted[];

  readonly #needles: readonly Needle[];

  #windows: ReadonlyMap<string, Planted> | undefined;

  /** @param isAllowed Which secrets to ignore. */
  constructor(
    planted: readonly Planted[],
    readonly isAllowed: (planted: Planted) => boolean = () => false,
  ) {
    this.#planted = planted;
    const unmarked = planted.map(({ value }) => value).filter((value) => !isMarked(value));
    this.#needles = [...markers, ...unmarked].flatMap((text) => [
      { text, isBase64: false },
      ...withinBase64(text).map((part) => ({ text: part, isBase64: true })),
    ]);
  }

  /** @param name The name of the text in messages, to which the line is added. */
  inText(name: string, text: string): Leak[] {
    return this.#hits(text).map(({ at, planted }) => ({
      where: `${name}: line ${text.slice(0, at).split("\n").length}`,
      what: described(planted),
    }));
  }

  /** @param name The name of the document in messages, to which the path of the value is added. */
  inJson(name: string, text: string): Leak[] {
    if (this.#hits(text).length === 0) return [];
    const leaks: Leak[] = [];
    visitLeaves(JSON.parse(text), (leaf, path) => {
      if (typeof leaf !== "string") return;
      const where = `${name}: ${formatPath(path)}`;
      leaks.push(...this.#hits(leaf).map(({ planted }) => ({ where, what: described(planted) })));
    });
    return leaks.length > 0 ? leaks : this.inText(name, text);
  }

  #hits(text: string): { at: number; planted: Planted }[] {
    return this.#needles.flatMap((needle) =>
      placesOf(needle.text, text).flatMap((at) => {
        const planted = needle.isBase64
          ? this.#decodedAround(text, at, needle.text.length)
          : this.#plantedAt(text, at, needle.text.length);
        return planted === undefined || this.isAllowed(planted) ? [] : [{ at, planted }];
      }),
    );
  }

  /** The secret that contains the twelve characters around a needle. A marker can occur by chance, such a window cannot. */
  #plantedAt(text: string, at: number, length: number): Planted | undefined {
    const windows = (this.#windows ??= windowsOf(this.#planted));
    for (let start = Math.max(0, at + Math.min(length, window) - window); start <= at; start++) {
      const planted = windows.get(text.slice(start, start + window));
      if (planted !== undefined) return planted;
    }
    return undefined;
  }

  #decodedAround(text: string, at: number, length: number): Planted | undefined {
    const before = /[\w+/-]*$/.exec(text.slice(Math.max(0, at - 200), at))?.[0] ?? "";
    const from = /^[\w+/-]*/.exec(text.slice(at, at + length + 200))?.[0] ?? "";
    const run = before + from;
    for (const skipped of [0, 1, 2, 3]) {
      const decoded = Buffer.from(run.slice(skipped), "base64").toString("utf8");
      for (const { text: needle, isBase64 } of this.#needles) {
        if (isBase64) continue;
        for (const place of placesOf(needle, decoded)) {
          const planted = this.#plantedAt(decoded, place, needle.length);
          if (planted !== undefined) return planted;
        }
      }
    }
    return undefined;
  }
}

export function isMarked(text: string): boolean {
  return markers.some((marker) => text.includes(marker));
}

function described({ value, label }: Planted): string {
  return `${label} (${value.slice(0, 3)}..., ${value.length} characters)`;
}

/** Every twelve characters of each secret and of its escaped forms. */
function windowsOf(all: readonly Planted[]): Map<string, Planted> {
  const windows = new Map<string, Planted>();
  for (const planted of all) {
    for (const form of new Set(escapedForms(planted.value))) {
      for (let start = 0; start + window <= form.length; start++) {
        windows.set(form.slice(start, start + window), planted);
      }
    }
  }
  return windows;
}

function escapedForms(value: string): string[] {
  const quoted = JSON.stringify(value).slice(1, -1);
  const quotedTwice = JSON.stringify(quoted).slice(1, -1);
  return [
    ...[value, quoted, quotedTwice, value.replace(/\s+/g, " ")],
    ...[value, quoted, quotedTwice].map(encodeURIComponent),
    ...[value, quoted].map((text) => new URLSearchParams([["", text]]).toString().slice(1)),
  ];
}

function placesOf(needle: string, text: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) places.push(at);
  return places;
}

/** The base64 characters that depend on the text alone, for each of its three possible offsets. */
function withinBase64(text: string): string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64url");
    const first = Math.ceil((before * 8) / 6);
    return encoded.slice(first, Math.floor(((before + bytes.length) * 8) / 6));
  });
}
