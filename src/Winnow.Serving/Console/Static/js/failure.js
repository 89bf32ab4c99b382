// A refusal where its data would have been.

import { h, put } from "./dom.js";

/** Shows a refusal in place of what an element held, with a way to try again. */
export function showFailure(element, error, again) {
  if (error.name === "AbortError") return;
  if (error.status === undefined) throw error;       // a fault of the page itself belongs on its console
  put(element, h("div", { class: "failure", role: "alert" },
    h("h2", null, error.title), h("p", null, error.message),
    again && h("button", { type: "button", onclick: again }, "Try again")));
}
