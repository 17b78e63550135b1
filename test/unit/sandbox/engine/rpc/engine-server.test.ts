import { expect, it } from "@jest/globals";
import { startEngineServer } from "../../../../../sandbox/src/engine/rpc/engine-server";
import { listensOnLoopbackOnly } from "../../../../harness/listening";

it("the engine's server listens on a free port of the loopback interface only", async () => {
  const servers = [await startEngineServer(() => undefined), await startEngineServer(() => undefined)];
  const ports = servers.map(({ address }) => Number(address.split(":")[1]));
  expect(new Set(ports).size).toBe(2);
  for (const port of ports) expect(await listensOnLoopbackOnly(port)).toBe(true);
  for (const server of servers) server.stop();
});
