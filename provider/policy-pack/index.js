require("../dist/policy/pack").servePack();
