import type { LoggedFault } from "../../serving/request-log";
import { html, type Html } from "../html";
import type { FeedEntry } from "../log-feed";
import { withoutCredentials } from "../public-value";

/** The log of requests. @param entries Oldest first. */
export function requestsContent(entries: readonly FeedEntry[]): Html {
  return html`<p>
      The last requests to the platforms, latest first, without secrets. What the console only reads is left
      out.
    </p>
    <p class="switch"><input type="checkbox" id="pause" /><label for="pause">Pause</label></p>
    <p class="none" id="no-requests" ${entries.length > 0 && html`hidden`}>
      None yet: run <code>up</code> in another terminal.
    </p>
    <table
      class="stacked"
      id="requests"
      data-last="${entries.at(-1)?.number ?? 0}"
      ${entries.length === 0 && html`hidden`}
    >
      <thead>
        <tr>
          ${["Time", "Platform", "Request", "Status", "Remarks"].map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${entries.toReversed().map(requestRow)}
      </tbody>
    </table>`;
}

/** A row of the table. */
export function requestRow({ number, time, request, isOwn }: FeedEntry): Html {
  const { platform, method, path, status, body, fault } = request;
  const iso = time.toISOString();
  return html`<tr id="r${number}">
    <td data-title="Time"><time datetime="${iso}">${iso.slice(11, 23)}</time></td>
    <td data-title="Platform">${platform}</td>
    <td data-title="Request">
      <strong>${method}</strong> <code>${path}</code>
      ${
        body !== null &&
        html`<details>
          <summary>Body</summary>
          <pre>${JSON.stringify(withoutCredentials(body), null, 2)}</pre>
        </details>`
      }
    </td>
    <td data-title="Status" class="${status !== null && status < 400 ? "good" : "bad"}">
      ${status ?? "no response"}
    </td>
    <td data-title="Remarks">${isOwn && "from the console"} ${fault && faultText(fault)}</td>
  </tr>`;
}

function faultText({ kind, processed }: LoggedFault): Html {
  return html`<span class="fault">fault: ${kind}, ${processed ? "processed" : "not processed"}</span>`;
}
