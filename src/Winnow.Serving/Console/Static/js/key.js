// The API key: taken from the address once, else asked for once, and kept only as long as the tab.

import { h } from "./dom.js";

const place = "winnow.key";

export const key = () => sessionStorage.getItem(place) ?? "";

/** Takes #key=… out of the address, so that it stays in no history and no screenshot. */
export function takeFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const value = given.get("key");
  if (!value) return;
  sessionStorage.setItem(place, value);
  history.replaceState(null, "", `${location.pathname}${location.search}#/funnel`);
}

let asking = null;

/** Asks for a key. Whoever asks while the question stands waits for the same answer. */
export function ask(reason) {
  asking ??= new Promise((given) => {
    const input = h("input", { type: "password", autocomplete: "off", spellcheck: "false", id: "key-input", required: true, "aria-describedby": "key-reason" });
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "key-title" },
      h("form", { onsubmit: (event) => { event.preventDefault(); sessionStorage.setItem(place, input.value.trim()); dialog.close(); } },
        h("h2", { id: "key-title" }, "API key"),
        h("p", { id: "key-reason" }, reason),
        h("label", { for: "key-input" }, "Key"), input,
        h("p", { class: "hint" }, "It is kept in this tab only, and sent only to this server."),
        h("div", { class: "actions" }, h("button", { class: "primary", type: "submit" }, "Continue"))));
    dialog.addEventListener("cancel", (event) => event.preventDefault());      // without a key there is nothing behind it
    dialog.addEventListener("close", () => { dialog.remove(); asking = null; given(); });
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
  });
  return asking;
}
