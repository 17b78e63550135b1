import { describe, expect, it } from "@jest/globals";
import { html, trustedHtml } from "../../../../sandbox/src/console/html";

describe("a template", () => {
  it("escapes texts in elements and attributes", () => {
    const text = `<script>alert("1")</script>'\`&`;
    const { text: written } = html`<p title="${text}">${text}</p>`;
    const escaped = "&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#39;&#96;&#38;";
    expect(written).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it("keeps templates and marked texts, also in lists, and leaves out what is absent", () => {
    const items = ["<a>", "<b>"].map((item) => html`<li>${item}</li>`);
    // prettier-ignore
    const { text } = html`<ul>${items}${undefined}${false}${0}</ul>${trustedHtml("<hr>")}`;
    expect(text).toBe("<ul><li>&#60;a&#62;</li><li>&#60;b&#62;</li>0</ul><hr>");
  });

  it("takes no look-alike of a template", () => {
    const forged = { text: "<script>" } as unknown as string;
    expect(() => html`${forged}`.text).toThrow();
  });
});
