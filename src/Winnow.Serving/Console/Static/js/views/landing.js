// Where one begins: somebody who was just served, or anybody the server knows.

import { get } from "../api.js";
import { h, put } from "../dom.js";
import { showFailure } from "../failure.js";
import * as format from "../format.js";

export async function landing(element, onChoose) {
  try {
    const [{ requests }, { users }, { variants, items }] = await Promise.all([get("requests", { limit: 12 }), get("users", { limit: 12 }), get("releases")]);
    put(element,
      h("h1", null, "Who is it for?"),
      h("p", { class: "soft lead" }, `${variants[0]?.release ?? "No release"} serves ${format.plural(items, "item")}. Find a user above, or take one from here.`),
      h("div", { class: "pair" },
        h("section", { "aria-label": "Latest answers" }, h("h2", null, "Latest answers"),
          requests.length === 0 ? h("p", { class: "soft" }, "Nobody has been answered since the server started.")
            : h("ul", { class: "rows" }, requests.map((r) => row(r.user ?? "anonymous", `${format.timeOfDay(r.time)} · ${format.milliseconds(r.milliseconds)} · ${r.variant}`, r.degraded && "degraded", r.user && (() => onChoose(r.user, r.id)))))),
        h("section", { "aria-label": "Users" }, h("h2", null, "Users"),
          users.length === 0 ? h("p", { class: "soft" }, "No user is known yet. Events and features bring them in.")
            : h("ul", { class: "rows" }, users.map((u) => row(u.id, [format.plural(u.history, "item"), u.about].filter(Boolean).join(" · "), null, () => onChoose(u.id, null)))))));
  } catch (error) {
    showFailure(element, error, () => landing(element, onChoose));
  }
}

const row = (name, about, flag, choose) => h("li", null,
  choose ? h("button", { type: "button", class: "row", onclick: choose }, parts(name, about, flag)) : h("div", { class: "row" }, parts(name, about, flag)));

const parts = (name, about, flag) => [h("span", { class: "id" }, name), h("span", { class: "soft" }, about), flag && h("span", { class: "flag" }, flag)];
