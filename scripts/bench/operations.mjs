/** The operations that are measured, in this order: what the engine does, and the revision of the programs' inputs. */
export const operations = [
  { name: "create", command: "up", revision: 1 },
  { name: "unchanged", command: "up", revision: 1 },
  { name: "update", command: "up", revision: 2 },
  { name: "refresh", command: "refresh", revision: 2 },
  { name: "destroy", command: "destroy", revision: 2 },
];
