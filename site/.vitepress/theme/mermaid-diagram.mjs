import { useData } from "vitepress";
import { defineComponent, h, onMounted, ref, watch } from "vue";

let drawn = 0;

/** A diagram. Without JavaScript, and until it is drawn, its text is shown. */
export const MermaidDiagram = defineComponent({
  props: { code: { type: String, required: true } },
  setup({ code }) {
    const text = decodeURIComponent(code);
    const picture = ref("");
    const { isDark } = useData();
    let latest = 0;
    const draw = async () => {
      const number = (latest = ++drawn);
      // A large library, which only pages with a diagram load.
      const { default: mermaid } = await import("mermaid");
      mermaid.initialize({
        startOnLoad: false,
        securityLevel: "strict",
        theme: isDark.value ? "dark" : "default",
      });
      const { svg } = await mermaid.render(`diagram-${number}`, text);
      // The reader may have switched to the dark and back meanwhile.
      if (number === latest) picture.value = svg;
    };
    onMounted(() => {
      void draw();
      watch(isDark, draw);
    });
    return () =>
      picture.value === ""
        ? h("pre", { class: "mermaid-diagram" }, text)
        : h("div", { class: "mermaid-diagram", innerHTML: picture.value });
  },
});
