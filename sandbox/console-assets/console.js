/* global document, DOMParser, EventSource, location */
// Runs in the browser, in every page of the console: shows what changes while the page is open. All of it is written by the server, which
// escapes what comes from outside. Without this script the pages show the same when they are loaded again.
(() => {
  const byId = (id) => document.getElementById(id);
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");

  /** In milliseconds. The longer it takes to show a page, the less often that is done. */
  let pause = 150;
  let timer;
  let isLoading = false;

  function refreshSoon() {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (isLoading) refreshSoon();
      else void refresh();
    }, pause);
  }

  /** Shows the live parts of this page as they are now. */
  async function refresh() {
    const begun = performance.now();
    isLoading = true;
    try {
      const response = await fetch(location.href, { headers: { "x-live": "1" } });
      if (!response.ok) return showStale();
      const page = parse(await response.text());
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(part.id);
        if (fresh !== null && fresh.outerHTML !== part.outerHTML) replace(part, fresh);
      }
    } catch {
      // The connection is lost; the events say so, too.
    } finally {
      isLoading = false;
      pause = Math.max(150, 3 * (performance.now() - begun));
    }
  }

  /** Keeps the focus on the same link or button. */
  function replace(part, fresh) {
    if (part.id === "fields") showStale();
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    const same = (element) =>
      element.getAttribute("href") === focused.getAttribute("href") &&
      element.textContent === focused.textContent;
    const index =
      focused === null ? -1 : [...part.querySelectorAll(focused.localName)].filter(same).indexOf(focused);
    const scrolls = [...part.querySelectorAll(".picture")].map(({ scrollLeft }) => scrollLeft);
    const node = document.importNode(fresh, true);
    part.replaceWith(node);
    for (const [position, picture] of node.querySelectorAll(".picture").entries())
      picture.scrollLeft = scrolls[position] ?? 0;
    if (index >= 0) [...node.querySelectorAll(focused.localName)].filter(same)[index]?.focus();
  }

  /** A form is left as it is: the user may be writing. */
  function showStale() {
    const stale = byId("stale");
    if (stale !== null) stale.hidden = false;
  }

  const table = byId("requests");

  function addRequest(row) {
    if (table === null || byId("pause").checked) return;
    const [fresh] = parse(`<table><tbody>${row}</tbody></table>`).querySelectorAll("tr");
    if (byId(fresh.id) !== null) return;
    table.tBodies[0].prepend(document.importNode(fresh, true));
    while (table.tBodies[0].rows.length > 500) table.tBodies[0].lastElementChild.remove();
    table.hidden = false;
    byId("no-requests").hidden = true;
  }

  byId("pause")?.addEventListener("change", ({ target }) => {
    // With what has happened meanwhile.
    if (!target.checked) location.reload();
  });

  const live = byId("live");
  // From where the page ends: it was made before the connection.
  const events = new EventSource(table === null ? "/events" : `/events?after=${table.dataset.last}`);
  events.addEventListener("open", () => {
    live.textContent = "live";
    // What happened while there was no connection.
    refreshSoon();
  });
  events.addEventListener("error", () => (live.textContent = "not connected"));
  events.addEventListener("request", ({ data }) => addRequest(JSON.parse(data)));
  events.addEventListener("changed", refreshSoon);

  // A run moves on when it is looked at.
  setInterval(() => {
    if (document.querySelector("[data-poll]") !== null) refreshSoon();
  }, 1500);
})();
