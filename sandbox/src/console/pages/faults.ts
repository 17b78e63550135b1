import { faultKinds, type SeededFaultKind } from "../../serving/faults/fault";
import type { FaultSettings } from "../fault-switches";
import { html, type Html } from "../html";

/** In one clause each; docs/faults.md says more. */
const descriptions: Readonly<Record<SeededFaultKind, string>> = {
  latency: "the response is late by up to 3 seconds",
  down: "the platform restarts, for up to 3 seconds",
  cut: "the connection is cut",
  status: "408, 425, 429, 500, 502, 503 or 504",
  body: "a successful status with a body that is wrong",
  trickle: "the response arrives in pieces",
  redirect: "the response leads elsewhere",
  hidden: "a new object is not to be seen for a while",
  expired: "the credentials are refused",
  late: "a create times out, and is carried out afterwards",
};

/** The switches of the faults. @param platforms Names and titles. */
export function faultsContent(
  settings: FaultSettings | undefined,
  platforms: readonly (readonly [name: string, title: string])[],
): Html {
  const { seed = "console", percent = 10, kinds = [], platforms: failing } = settings ?? {};
  const isOn = settings !== undefined;
  return html`<p class="state" id="state">
      ${
        isOn
          ? html`<strong>On:</strong> ${percent} % of the requests to ${failing?.join(", ")} get one of
              ${kinds.join(", ")}.`
          : html`<strong>Off:</strong> no request fails.`
      }
    </p>
    <p>The console's own requests never fail.</p>
    <form method="post" action="/faults" class="fields" autocomplete="off">
      <fieldset>
        <legend>What happens</legend>
        ${faultKinds.map((kind) =>
          checkbox("kind", kind, html`<code>${kind}</code>: ${descriptions[kind]}`, kinds.includes(kind)),
        )}
      </fieldset>
      <fieldset>
        <legend>To which platforms</legend>
        ${platforms.map(([name, title]) =>
          checkbox("platform", name, html`${title}`, failing?.includes(name) ?? true),
        )}
      </fieldset>
      <p>
        <label for="percent">Percentage of the requests</label>
        <input
          type="number"
          id="percent"
          name="percent"
          min="1"
          max="100"
          step="any"
          required
          value="${percent}"
        />
      </p>
      <p>
        <label for="seed">Seed: the same one gives the same failures to the same requests</label>
        <input type="text" id="seed" name="seed" required value="${seed}" />
      </p>
      <button>Let requests fail</button>
    </form>
    ${isOn && html`<form method="post" action="/faults/off"><button>Switch all faults off</button></form>`}`;
}

function checkbox(name: string, value: string, label: Html, isChecked: boolean): Html {
  const id = `${name}-${value}`;
  return html`<p class="switch">
    <input type="checkbox" id="${id}" name="${name}" value="${value}" ${isChecked && html`checked`} />
    <label for="${id}">${label}</label>
  </p>`;
}
