import { html, type Html } from "../html";
import { layout } from "./layout";

/** Why a request is refused, for one that nobody has let in. */
export function problemPage(title: string, text: string): Html {
  return layout({ title, content: html`<p>${text}</p>` });
}

/** What a browser without a session sees. */
export function enterPage(): Html {
  return problemPage(
    "Open a new link",
    "A link to the console works once. The command `console` prints another, also while the platforms run: `npm start -- console`, or `npx connectors-sandbox console`.",
  );
}
