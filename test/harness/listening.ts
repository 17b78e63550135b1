import { once } from "node:events";
import { connect } from "node:net";

/** Another loopback address, which reaches servers on all interfaces but not those on 127.0.0.1. */
const another = "127.0.0.2";

/** Whether a server listens at 127.0.0.1 and nowhere else. */
export async function listensOnLoopbackOnly(port: number): Promise<boolean> {
  return (await isOpen("127.0.0.1", port)) && !(await isOpen(another, port));
}

async function isOpen(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  const opened = once(socket, "connect").then(
    () => true,
    () => false,
  );
  return await opened.finally(() => socket.destroy());
}
