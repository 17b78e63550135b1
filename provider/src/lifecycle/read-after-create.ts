import type { Clock } from "../http/clock";
import type { Fields } from "../values/fields";
import { instant } from "../values/time";

/** For so long after it was made a platform that reads from a copy may not find an object yet, in milliseconds. */
const youth = 30_000;
/** What is waited before it is looked for again, in milliseconds. */
const waits = [250, 500, 1_000, 2_000] as const;

/** An answer to the question for an object. */
interface Found {
  readonly status: number;
  /** The server's clock, in milliseconds since 1970; undefined if it did not say. */
  readonly date: number | undefined;
}

/**
 * Asks for an object, and again while one that was made only just now is not found: it would be taken for gone, and made a second time.
 *
 * @param recorded Its outputs, of which `createdAt` is looked at.
 */
export async function findEvenIfYoung<Answer extends Found>(
  ask: () => Promise<Answer>,
  recorded: Fields,
  clock: Clock,
): Promise<Answer> {
  const made = instant(recorded.createdAt);
  let answer = await ask();
  for (const wait of waits) {
    const age = (answer.date ?? clock.now()) - made;
    // False for an age that is not known, too.
    if (answer.status !== 404 || !(age < youth)) break;
    await clock.sleep(wait);
    answer = await ask();
  }
  return answer;
}
