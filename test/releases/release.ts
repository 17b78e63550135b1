import type { Fields } from "../harness/verbs";

/** A resource as recorded by a release, secrets in plain text, and the platform's response for it. */
export interface ReleaseResource {
  /** `platform.Kind` */
  readonly kind: string;
  readonly id: string;
  readonly inputs: Fields;
  readonly outputs: Fields;
  /** The object's path on the platform. */
  readonly path: string;
  readonly answer: unknown;
}
