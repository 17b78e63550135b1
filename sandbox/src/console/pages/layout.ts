import type { Notice } from "../access";
import { html, type Content, type Html } from "../html";

/** A page, between what all pages have. */
export interface Page {
  readonly title: string;
  /** The path of the part of the console that it belongs to; undefined for a problem. */
  readonly section?: string;
  readonly content: Content;
  readonly notice?: Notice | undefined;
}

const sections: readonly (readonly [path: string, title: string])[] = [
  ["/", "Objects"],
  ["/pipelines", "Pipelines"],
  ["/requests", "Requests"],
  ["/faults", "Faults"],
];

export function layout({ title, section, content, notice }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Sandbox console</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/console.css" />
        ${section !== undefined && html`<script src="/assets/console.js" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <p class="brand">Sandbox console</p>
          ${
            section !== undefined &&
            html`<nav aria-label="Console">
                <ul>
                  ${sections.map(
                    ([path, name]) =>
                      html`<li>
                        <a href="${path}" ${path === section && html`aria-current="page"`}>${name}</a>
                      </li>`,
                  )}
                </ul>
              </nav>
              <p class="live" id="live" role="status"></p>`
          }
        </header>
        <main id="content" tabindex="-1">
          <h1 dir="auto">${title}</h1>
          ${notice && noticeBox(notice)} ${content}
        </main>
      </body>
    </html>`;
}

function noticeBox({ text, problem }: Notice): Html {
  return problem === undefined
    ? html`<p class="notice" role="status">${text}</p>`
    : html`<div class="notice problem" role="alert">
        <p>${text}</p>
        <pre>${problem}</pre>
      </div>`;
}
