import { providersOf } from "../../lifecycle/provider";
import * as platform from "./";

/** What the dynamic-provider host loads: a provider for each kind, as every state names them. */
export = providersOf(platform);
