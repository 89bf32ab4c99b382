// The groups of a map as buttons: those pressed stand out.

import { h, put } from "./dom.js";
import { count } from "./format.js";
import { swatch } from "./map-colours.js";

export function mapLegend(onEmphasise) {
  const title = h("h2"), list = h("ul", { class: "legend" });
  const pressed = new Set();

  function show(grouping) {
    pressed.clear();
    onEmphasise(pressed);
    title.textContent = grouping?.name ?? "";
    put(list, (grouping?.groups ?? []).map((group, i) => {
      const button = h("button", { type: "button", "aria-pressed": "false", onclick: () => press(button, i) },
        h("span", { class: `swatch ${swatch(grouping, i)}`, "aria-hidden": "true" }), h("span", { class: "name" }, group.name), h("span", { class: "soft" }, count(group.count)));
      return h("li", null, button);
    }));
  }

  function press(button, group) {
    if (pressed.has(group)) pressed.delete(group);
    else pressed.add(group);
    button.setAttribute("aria-pressed", pressed.has(group));
    onEmphasise(pressed);
  }

  return { element: h("div", null, title, list), show };
}
