// Starts the page: key, theme, shortcuts, and the views that the address names.

import { h } from "./dom.js";
import { takeFromAddress } from "./key.js";
import { go, here, onChange } from "./router.js";
import * as shortcuts from "./shortcuts.js";
import * as theme from "./theme.js";
import { userSearch } from "./user-search.js";
import { compareView } from "./views/compare.js";
import { funnelView } from "./views/funnel.js";
import { liveView } from "./views/live.js";
import { mapView } from "./views/map.js";
import { modelsView } from "./views/models.js";

const makers = { funnel: funnelView, compare: compareView, map: mapView, live: liveView, models: modelsView };
const withUser = ["funnel", "compare", "map"];
const views = new Map();
const main = document.getElementById("main");
let shown = null, user = null;

/** A view is built when it is first gone to, and kept. */
function view(name) {
  if (!views.has(name)) {
    const root = h("div", { class: `view view-${name}`, hidden: true });
    main.append(root);
    views.set(name, { root, ...makers[name](root) });
  }
  return views.get(name);
}

function show() {
  const { view: asked, query } = here();
  const name = asked in makers ? asked : "funnel";
  if (query.user) user = query.user;
  else if (user && withUser.includes(name)) return go(name, { ...query, user });
  const next = view(name);
  if (shown !== next) {
    if (shown) shown.root.hidden = true;
    shown?.leave?.();
    next.root.hidden = false;
    shown = next;
    scrollTo(0, 0);
  }
  for (const tab of document.querySelectorAll(".tabs a")) {
    if (tab.dataset.view === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  document.title = `${document.querySelector(".tabs [aria-current]").textContent} · Winnow console`;
  next.enter(query);
}

takeFromAddress();
theme.start(document.getElementById("theme"));
const search = userSearch(document.getElementById("user-search"), (id) => {
  user = id;
  go(withUser.includes(here().view) ? here().view : "funnel", { user: id });
});
shortcuts.shortcut("/", "Find a user", () => search.focus());
[...document.querySelectorAll(".tabs a")].forEach((tab, i) => shortcuts.shortcut(String(i + 1), tab.textContent, () => go(tab.dataset.view, {})));
shortcuts.shortcut("r", "Ask again: recommend, compare", () => shown.again?.());
shortcuts.shortcut("t", "Day or night", theme.toggle);
shortcuts.start(document.getElementById("help"));
document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
onChange(show);
show();
