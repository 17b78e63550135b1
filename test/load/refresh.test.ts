import { afterEach, beforeEach, expect, it } from "@jest/globals";
import {
  embeddedEngine,
  makeProject,
  startTestPlatform,
  type TestPlatform,
  type TestProject,
} from "../harness";

const count = Number(process.env.LOAD_REFRESH ?? 1000);
const workspace = 5000;

const resources = {
  unstructured:
    'new unstructured.Source("s" + i, { type: "s3", config: { remote_url: "s3://b/", key: "k", secret: "s" } });',
  aisquared:
    'new aisquared.Connector("s" + i, { connectorType: "destination", connectorName: "Http", configuration: { destination_url: "https://hooks.example.com/" } });',
} as const;

let platform: TestPlatform;
let project: TestProject;
beforeEach(() => {
  project = makeProject();
});
afterEach(async () => {
  await platform.stop();
  project.remove();
});

const declare = (name: keyof typeof resources, many: number): void => {
  project.program(`for (let i = 0; i < ${many}; i++) { ${resources[name]} }`);
};
/** Without what opens a session. */
const requests = (): string[] => platform.take().filter((line) => !/login|workspaces/.test(line));

it(`asks for three sources in a workspace of ${workspace} one by one`, async () => {
  platform = await startTestPlatform();
  declare("unstructured", 3);
  const stack = await embeddedEngine(project, platform.env);
  expect(await stack.up()).toMatchObject({ succeeded: true });
  for (let made = 0; made < workspace; made++) {
    const config = { remote_url: "s3://b/", key: "k", secret: "s" };
    const { status } = await platform.ask("POST", "/api/v1/sources/", {
      name: `o${made}`,
      type: "s3",
      config,
    });
    expect(status).toBe(200);
  }
  platform.take();
  expect(await stack.refresh()).toMatchObject({ succeeded: true, changes: { same: 4 } });
  expect(requests()).toHaveLength(3);
}, 900_000);

it.each([
  ["unstructured", 4 + 1],
  ["aisquared", 4 + Math.ceil(count / 100)],
] as const)(
  `refreshes ${count} resources of %s with %d requests, however many at a time`,
  async (name, most) => {
    platform = await startTestPlatform({}, name);
    declare(name, count);
    const stack = await embeddedEngine(project, platform.env, { parallel: 100 });
    expect(await stack.up()).toMatchObject({ succeeded: true });
    for (const parallel of [1, 4, 100]) {
      const refreshed = await embeddedEngine(project, platform.env, { parallel });
      platform.take();
      const began = performance.now();
      expect(await refreshed.refresh()).toMatchObject({ succeeded: true, changes: { same: count + 1 } });
      const sent = requests().length;
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${name}: ${sent} requests, ${seconds} s, ${parallel} at a time\n`);
      expect(sent).toBe(most);
    }
  },
  1_800_000,
);
