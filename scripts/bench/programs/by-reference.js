// Sources of a dynamic provider that is a file beside the program, with the same inputs and the same secrets as ours.
const pulumi = require("@pulumi/pulumi");
const { sources } = require("./sources");

/** @param file The provider's file. */
exports.declareSources = (file) => {
  class Source extends pulumi.CustomResource {
    constructor(name, args) {
      const __provider = `exports.handler = () => require("./${file}");`;
      super("pulumi-nodejs:dynamic/bench:Source", name, { ...args, __provider });
    }
  }

  for (const { name, type, config } of sources()) {
    const [key, secret] = [pulumi.secret(config.key), pulumi.secret(config.secret)];
    new Source(name, { name, type, config: { ...config, key, secret } });
  }
};
