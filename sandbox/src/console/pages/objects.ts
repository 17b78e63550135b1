import { pathOf, type ConsoleAccount, type HeldKind } from "../holdings";
import { html, type Content, type Html } from "../html";
import { refusalText } from "../refusal-text";

/** Everything that the platforms hold. */
export function objectsContent(accounts: readonly ConsoleAccount[], held: readonly HeldKind[]): Html {
  return html`<div id="objects" data-live>
    ${accounts.map(
      (account) =>
        html`<section class="account">
          <h2 dir="auto">${account.title}</h2>
          ${account.kinds.length === 0 && html`<p class="none">The console does not show its objects.</p>`}
          ${held.filter((each) => each.account === account).map(kindTable)}
        </section>`,
    )}
  </div>`;
}

function kindTable(held: HeldKind): Html {
  const { kind, objects, problem } = held;
  const heading = `${kind.plural.charAt(0).toUpperCase()}${kind.plural.slice(1)}`;
  if (problem !== undefined) {
    return html`<h3>${heading}</h3>
      <pre class="problem">${refusalText(problem)}</pre>`;
  }
  if (objects.length === 0)
    return html`<h3>${heading}</h3>
      <p class="none">None</p>`;
  return html`<h3>${heading} <span class="count">${objects.length}</span></h3>
    <table class="stacked">
      <thead>
        <tr>
          ${["Name", "Type", "Status", "Schedule", "Id"].map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${objects.map(
          (object) =>
            html`<tr>
              <th scope="row">
                <a href="${pathOf({ ...held, object })}"><bdi>${object.name}</bdi></a>
              </th>
              ${cell("Type", object.type)} ${cell("Status", object.status)}
              ${cell("Schedule", object.schedule)} ${cell("Id", html`<code>${object.id}</code>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function cell(title: string, content: Content): Html {
  return html`<td data-title="${title}">${content}</td>`;
}
