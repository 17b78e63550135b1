import { randomUUID } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { InputFile } from "./jobs";

/** A part of a form. */
interface Part {
  readonly name: string;
  /** Absent for a field that is no file. */
  readonly filename?: string;
  readonly text: string;
}

/** The parts of a form that a client has sent. */
class Form {
  constructor(readonly parts: readonly Part[]) {}
}

/** Lets a platform read forms with files, as `multipart/form-data`. Source: docs/contracts/unstructured.md, section 1. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser("multipart/form-data", { parseAs: "buffer" }, (request, body, done) => {
    const boundary = /boundary="?([^";]+)"?/.exec(request.headers["content-type"] ?? "")?.[1];
    done(null, new Form(boundary === undefined ? [] : parts(body.toString("latin1"), boundary)));
  });
}

function parts(body: string, boundary: string): Part[] {
  return body.split(`--${boundary}`).flatMap((piece) => {
    const [head = "", ...rest] = piece.split("\r\n\r\n");
    const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? "";
    const name = /[ ;]name="([^"]*)"/.exec(disposition)?.[1];
    const filename = /[ ;]filename="([^"]*)"/.exec(disposition)?.[1];
    if (name === undefined) return [];
    const text = utf8(rest.join("\r\n\r\n").replace(/\r\n$/, ""));
    return [{ name, text, ...(filename === undefined ? {} : { filename: utf8(filename) }) }];
  });
}

/** Bodies are split byte by byte. */
function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString();
}

/** The files of a request; none if it is no form. */
export function inputFiles(body: unknown): InputFile[] {
  if (!(body instanceof Form)) return [];
  return body.parts.flatMap(({ name, filename }) =>
    name === "input_files" && filename !== undefined ? [{ id: randomUUID(), name: filename }] : [],
  );
}

/** A field of a form. */
export function textField(body: unknown, key: string): string | undefined {
  return body instanceof Form ? body.parts.find(({ name }) => name === key)?.text : undefined;
}
