// The least that a dynamic provider can cost: it is loaded by reference and does nothing, with the same inputs and the same secrets.
const pulumi = require("@pulumi/pulumi");
const { sources } = require("./sources");

class Source extends pulumi.CustomResource {
  constructor(name, args) {
    const __provider = 'exports.handler = () => require("./noop-provider");';
    super("pulumi-nodejs:dynamic/bench:Source", name, { ...args, __provider });
  }
}

for (const { name, type, config } of sources()) {
  const [key, secret] = [pulumi.secret(config.key), pulumi.secret(config.secret)];
  new Source(name, { name, type, config: { ...config, key, secret } });
}
