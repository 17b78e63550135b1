// The least that a dynamic provider can cost that sends a request for each verb.
require("./by-reference").declareSources("request-provider");
