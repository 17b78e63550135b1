// The least that a dynamic provider can cost: it does nothing.
require("./by-reference").declareSources("noop-provider");
