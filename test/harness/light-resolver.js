const { isUnneeded } = require("./unneeded");

/** Where jest finds a module: the tests' own process loads no more of the SDK than programs do, unless TEST_FULL_SDK is set. */
module.exports = (id, options) =>
  process.env.TEST_FULL_SDK === undefined && isUnneeded(id, options.basedir)
    ? require.resolve("./left-out")
    : options.defaultResolver(id, options);
