import { isJsonObject } from "../../json-object";
import { pathOf, type HeldObject } from "../holdings";
import { html, type Html } from "../html";
import type { ConsoleObject, ConsoleRun, FormField } from "../kind";

/** One object: what it is, and what a user of the vendor's UI can do with it. @param runs Undefined for kinds that are not run. */
export function objectContent(held: HeldObject, runs: readonly ConsoleRun[] | undefined): Html {
  const { account, kind, object } = held;
  return html`<p class="about">
      <a href="/">Objects</a> / <bdi>${account.title}</bdi> / ${kind.noun} <code>${object.id}</code>
    </p>
    <p class="stale" id="stale" hidden role="status">
      The object may have changed meanwhile. <a href="${pathOf(held)}">Show it again</a>
    </p>
    <div class="columns">
      <div>${runs !== undefined && runSection(held, runs)} ${formSection(held)} ${deleteSection(held)}</div>
      ${fieldsSection(object)}
    </div>`;
}

function runSection(held: HeldObject, runs: readonly ConsoleRun[]): Html {
  const { kind, object } = held;
  const refusal = kind.runs?.refusal(object);
  const isActive = runs.some(({ status }) => !isOver(status));
  return html`<section id="runs" data-live ${isActive && html`data-poll`}>
    <h2>Runs</h2>
    ${
      refusal === undefined
        ? html`<form method="post" action="${pathOf(held)}/run"><button>Run this ${kind.noun}</button></form>`
        : html`<p class="none">${refusal}</p>`
    }
    ${
      runs.length > 0 &&
      html`<ol class="runs">
        ${runs.map(
          ({ id, status, started, message }) =>
            html`<li>
              <strong>${status}</strong> ${started ?? "not started yet"} <code>${id}</code>
              ${message !== null && html`<br /><span class="failure">${message}</span>`}
            </li>`,
        )}
      </ol>`
    }
  </section>`;
}

/** In the words of all platforms. */
function isOver(status: string): boolean {
  return /^(completed|stopped|failed|success|canceled|cancelled)$/i.test(status);
}

function formSection(held: HeldObject): Html {
  const { kind, object } = held;
  return html`<section>
    <h2>Change it on the platform</h2>
    <form method="post" action="${pathOf(held)}/change" class="fields" autocomplete="off">
      ${object.form.map((field, index) => formField(field, `f${index}`))}
      ${object.formNote !== undefined && html`<p class="none">${object.formNote}</p>`}
      <button>Change this ${kind.noun}</button>
    </form>
  </section>`;
}

function formField(field: FormField, id: string): Html {
  const { name, input, value } = field;
  // With what it was, so that only what the user has changed is sent.
  const before = html`<input type="hidden" name="was:${name}" value="${String(value)}" />`;
  switch (input) {
    case "switch":
      return html`<p class="switch">
        ${before}<input type="checkbox" id="${id}" name="${name}" value="true" ${value && html`checked`} />
        <label for="${id}"><code>${name}</code></label>
      </p>`;
    case "choice":
      return html`<p>
        ${before}<label for="${id}"><code>${name}</code></label>
        <select id="${id}" name="${name}">
          ${field.choices.map(
            (choice) =>
              html`<option value="${choice}" ${choice === value && html`selected`}>
                ${choice || "none"}
              </option>`,
          )}
        </select>
      </p>`;
    case "long text":
      // A line break at the beginning would be lost.
      return html`<p>
        ${before}<label for="${id}"><code>${name}</code></label>
        <textarea id="${id}" name="${name}" rows="3" dir="auto">${"\n"}${value}</textarea>
      </p>`;
    case "text":
      return html`<p>
        ${before}<label for="${id}"><code>${name}</code></label>
        <input type="text" id="${id}" name="${name}" value="${value}" dir="auto" />
      </p>`;
  }
}

function deleteSection(held: HeldObject): Html {
  const { kind } = held;
  return html`<section>
    <h2>Delete it on the platform</h2>
    <details>
      <summary>Delete this ${kind.noun} …</summary>
      <form method="post" action="${pathOf(held)}/delete">
        <p>It is gone at once, with what the platform deletes along with it.</p>
        <button class="danger">Delete it now</button>
      </form>
    </details>
  </section>`;
}

function fieldsSection({ fields }: ConsoleObject): Html {
  const rows = Object.entries(fields).flatMap(([key, value]) => flattened(key, value));
  return html`<section id="fields" data-live>
    <h2>As the platform shows it</h2>
    <dl>
      ${rows.map(
        ([path, value]) =>
          html`<div>
            <dt><code>${path}</code></dt>
            <dd dir="auto">${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** The values of a tree, by their paths. */
function flattened(path: string, value: unknown): [path: string, text: string][] {
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, part]) => flattened(`${path}.${key}`, part));
  }
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((part: unknown, index) => flattened(`${path}[${index}]`, part));
  }
  return [[path, typeof value === "string" ? value : JSON.stringify(value ?? null)]];
}
