export { Entry, type EntryArgs, type EntryLine, type EntryOptions } from "./entry";
export { Ledger, type LedgerArgs, type LedgerOptions } from "./ledger";
