require("./light-sdk");
require("../dist/policy/pack").servePack();
