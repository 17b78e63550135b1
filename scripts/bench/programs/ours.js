// What is measured: sources of this package.
const { unstructured } = require("pulumi-connectors");
const { sources } = require("./sources");

for (const { name, type, config } of sources()) new unstructured.Source(name, { type, config });
