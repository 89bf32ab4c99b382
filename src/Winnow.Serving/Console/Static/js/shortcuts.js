// Single keys, and the page that lists them. They can be switched off for those whom they surprise.

import { h } from "./dom.js";

const place = "winnow.shortcuts";
const known = [];

/** Adds a shortcut: the key, what it does in words, and what it does. */
export const shortcut = (key, words, act) => known.push({ key, words, act });

const isOn = () => localStorage.getItem(place) !== "off";

export function start(button) {
  button.addEventListener("click", help);
  shortcut("?", "Show these shortcuts", help);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || !isOn()) return;
    if (event.target.closest("input, select, textarea, [contenteditable], dialog")) return;
    const found = known.find((one) => one.key === event.key);
    if (!found) return;
    event.preventDefault();
    found.act();
  });
}

function help() {
  const onOff = h("input", { type: "checkbox", id: "shortcuts-on", onchange: () => localStorage.setItem(place, onOff.checked ? "on" : "off") });
  onOff.checked = isOn();
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "help-title", onclose: () => dialog.remove() },
    h("h2", { id: "help-title" }, "Keyboard"),
    h("dl", { class: "keys" },
      known.map(({ key, words }) => h("div", null, h("dt", null, h("kbd", null, key)), h("dd", null, words))),
      [["↑ ↓", "Along a list; on the map, to the next item that way"], ["+ − 0", "On the map: nearer, farther, all of it"], ["Esc", "Close"]]
        .map(([keys, words]) => h("div", null, h("dt", null, keys.split(" ").map((k) => h("kbd", null, k))), h("dd", null, words)))),
    h("p", null, h("label", { class: "check" }, onOff, "Single keys are shortcuts")),
    h("form", { method: "dialog", class: "actions" }, h("button", { class: "primary" }, "Close")));
  document.body.append(dialog);
  dialog.showModal();
}
