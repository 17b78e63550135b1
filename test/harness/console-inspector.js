/* global document, getComputedStyle, innerWidth, Node */
// Runs in a browser, in a page of the console: whether it can be read and used.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];

  /** As [red, green, blue, alpha]. */
  const colorOf = (text) => {
    const numbers = text.match(/[\d.]+/g).map(Number);
    return [...numbers.slice(0, 3), numbers[3] ?? 1];
  };
  const over = ([r, g, b, a], [r2, g2, b2]) => [
    r * a + r2 * (1 - a),
    g * a + g2 * (1 - a),
    b * a + b2 * (1 - a),
    1,
  ];
  const backgroundOf = (element) => {
    const layers = [];
    for (let each = element; each !== null; each = each.parentElement) {
      const color = colorOf(getComputedStyle(each).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  /** WCAG 2.2, relative luminance. */
  const luminance = (color) => {
    const [r, g, b] = color.slice(0, 3).map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const isShown = (element) => {
    const { width, height, right } = element.getBoundingClientRect();
    return width > 0 && height > 0 && right > 0 && getComputedStyle(element).visibility === "visible";
  };
  const hasText = (element) =>
    [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "",
    );
  const nameOf = (element) => `${element.localName} ${element.textContent.trim().slice(0, 40)}`;

  globalThis.inspector = {
    /** Texts that stand out too little, and how many there are in all. */
    contrasts() {
      const texts = all("body *").filter((element) => hasText(element) && isShown(element));
      const poor = texts.flatMap((element) => {
        const style = getComputedStyle(element);
        const isDrawn = element.localName === "text";
        const box = isDrawn ? element.parentElement.querySelector("rect") : undefined;
        const background = isDrawn ? colorOf(getComputedStyle(box).fill) : backgroundOf(element);
        const ratio = contrast(over(colorOf(isDrawn ? style.fill : style.color), background), background);
        return ratio < 4.5 ? [`${nameOf(element)}: ${ratio.toFixed(2)}`] : [];
      });
      return { count: texts.length, poor };
    },
    /** What goes beyond the window, apart from what scrolls within a box of its own. */
    overflowing() {
      const beyond = all("body *").filter(
        (element) =>
          isShown(element) &&
          element.closest(".picture") === null &&
          element.getBoundingClientRect().right > innerWidth + 1,
      );
      const page = document.documentElement.scrollWidth;
      return [...(page > innerWidth ? [`page: ${page}`] : []), ...beyond.map(nameOf)];
    },
    /** Fields without a label, and buttons without a name. */
    unnamed: () =>
      all("input:not([type=hidden]), select, textarea, button").flatMap((element) =>
        (element.labels?.length ?? 0) > 0 || element.textContent.trim() !== "" ? [] : [element.outerHTML],
      ),
    doubleIds() {
      const ids = all("[id]").map(({ id }) => id);
      return ids.filter((id, index) => ids.indexOf(id) !== index);
    },
    focused() {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const target =
        element.localName === "a" && element.closest("svg") ? element.querySelector("rect") : element;
      return {
        name:
          element.getAttribute("aria-label") ??
          element.labels?.[0]?.textContent.trim() ??
          element.textContent.trim(),
        tag: element.localName,
        isVisible: style.outlineStyle !== "none" || getComputedStyle(target).strokeWidth === "4px",
      };
    },
    reachable: () =>
      all("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']").filter(
        (element) => element.checkVisibility(),
      ).length,
    /** Tells the focused element from all others. */
    place: () => String(all("*").indexOf(document.activeElement)),
    texts: (selector) => all(selector).map(({ textContent }) => textContent.replace(/\s+/g, " ").trim()),
    scheme: () => getComputedStyle(document.body).backgroundColor,
  };
})();
