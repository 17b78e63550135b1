import type { Fields } from "../harness/verbs";

/** A resource as a release has left it, secrets in the clear, and what the platform answers about it. */
export interface ReleaseResource {
  /** `platform.Kind` */
  readonly kind: string;
  readonly id: string;
  readonly inputs: Fields;
  readonly outputs: Fields;
  /** Where the platform has the object. */
  readonly path: string;
  readonly answer: unknown;
}
