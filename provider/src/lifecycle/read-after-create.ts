import type { Clock } from "../http/clock";
import type { Fields } from "../values/fields";
import { timestamp } from "../values/time";

/** A platform that reads from a replica may not find an object for so long after its creation, in milliseconds. */
const replicationDelay = 30_000;
/** The pauses before each further read, in milliseconds. */
const pauses = [250, 500, 1_000, 2_000] as const;

/** A response to a read. */
interface ReadResponse {
  readonly status: number;
  /** The server's clock, in milliseconds since 1970; undefined if it did not say. */
  readonly date: number | undefined;
}

/**
 * Reads an object, and retries while one that was created only just now is not found: it would count as gone, and be created a second
 * time.
 *
 * @param recorded Its outputs, of which `createdAt` is used.
 */
export async function readAfterCreate<Response extends ReadResponse>(
  read: () => Promise<Response>,
  recorded: Fields,
  clock: Clock,
): Promise<Response> {
  const createdAt = timestamp(recorded.createdAt);
  let response = await read();
  for (const pause of pauses) {
    const age = (response.date ?? clock.now()) - createdAt;
    // False for an unknown age, too.
    if (response.status !== 404 || !(age < replicationDelay)) break;
    await clock.sleep(pause);
    response = await read();
  }
  return response;
}
