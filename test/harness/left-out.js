module.exports = require("./unneeded").standIn("a module of the SDK");
