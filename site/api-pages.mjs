/** The entry points whose interface is documented, by their folder, with the name by which a program imports them. */
export const entries = {
  "provider/src": "pulumi-connectors",
  "provider/src/policy": "pulumi-connectors/policy",
  "provider/src/stack-config": "pulumi-connectors/stack-config",
  "provider/src/testing": "pulumi-connectors/testing",
  "sandbox/src": "pulumi-connectors-sandbox",
};

/** Where each is on the site. `index` links to the platforms. */
export const apiPages = Object.values(entries).map((name) => ({
  name,
  page: name === "pulumi-connectors" ? `api/${name}/index.html` : `api/${name}.html`,
}));
