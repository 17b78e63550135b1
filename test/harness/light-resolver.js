const { isUnneeded } = require("./unneeded");

/** Jest's resolver: unless TEST_FULL_SDK is set, tests load no more of the SDK than programs do. */
module.exports = (id, options) =>
  process.env.TEST_FULL_SDK === undefined && isUnneeded(id, options.basedir)
    ? require.resolve("./left-out")
    : options.defaultResolver(id, options);
