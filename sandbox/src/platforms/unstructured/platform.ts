import type { Store } from "../../serving/store";
import type { Role } from "./catalog";
import type { ConnectionCheck } from "./connection-check";
import type { Connector } from "./connectors";
import type { Job } from "./jobs";
import type { Workflow } from "./workflows";

/** What all routes share. */
export interface Unstructured {
  readonly connectors: Readonly<Record<Role, Store<Connector>>>;
  readonly checks: Readonly<Record<Role, Store<ConnectionCheck>>>;
  readonly workflows: Store<Workflow>;
  readonly jobs: Store<Job>;
  /** The current time, in ISO 8601. */
  readonly timestamp: () => string;
  readonly keepNames: boolean;
  readonly newerWorkflows: boolean;
  readonly nullClears: boolean;
}
