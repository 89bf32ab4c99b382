// One user, one answer of the funnel, and why each item is in it.

import { get, post } from "../api.js";
import { h, put } from "../dom.js";
import { showFailure } from "../failure.js";
import * as format from "../format.js";
import { funnelFigure } from "../funnel-figure.js";
import { itemList } from "../item-list.js";
import { change, go } from "../router.js";
import { variantSelect } from "../variant-select.js";
import { why } from "../why.js";
import { landing } from "./landing.js";

export function funnelView(root) {
  const name = h("h1"), known = h("p", { class: "soft lead" });
  const variant = variantSelect("Variant", () => again());
  const wanted = h("input", { type: "number", min: 1, max: 100, value: 10, id: "wanted", onchange: () => again() });
  const recorded = h("select", { id: "recorded", onchange: () => change({ request: recorded.value }) });
  const run = h("button", { class: "primary", type: "button", onclick: () => again() }, "Recommend");
  const figure = h("div", { class: "figure" }), page = h("div", { class: "page" }), reasons = h("section", { class: "why", "aria-label": "Why it is there" });
  const history = h("div", { class: "history" }), summary = h("p", { class: "summary soft", role: "status" });
  const subject = h("div", { class: "subject" },
    h("div", { class: "headline" }, h("div", { class: "who" }, name, known),
      h("div", { class: "toolbar" },
        h("label", null, "Recorded answer", recorded), variant.element,
        h("label", { for: "wanted" }, "Items", wanted), run)),
    summary, figure,
    h("div", { class: "columns" },
      h("section", { class: "column-page", "aria-label": "Recommended items" }, h("h2", null, "Page"), page),
      reasons,
      h("section", { class: "column-history", "aria-label": "History" }, h("h2", null, "History"), history)));
  const choice = h("div", { class: "landing" });
  root.append(choice, subject);

  let shownUser = null, shownRequest = null, asked = new AbortController();

  async function enter(query) {
    choice.hidden = Boolean(query.user);
    if (!query.user) subject.hidden = true;
    if (!query.user) return landing(choice, (user, request) => go("funnel", { user, request }));
    const newUser = query.user !== shownUser, newRequest = (query.request ?? null) !== shownRequest;
    [shownUser, shownRequest] = [query.user, query.request ?? null];
    if (newUser) await showUser();
    subject.hidden = false;      // once the user is there, so that nothing moves down when he comes
    if (newUser || newRequest) await answer();
  }

  async function showUser() {
    const user = shownUser;
    name.textContent = user;
    known.textContent = " ";
    put(history, waiting(8));
    try {
      const [about, { requests }] = await Promise.all([get(`users/${encodeURIComponent(user)}`), get("requests", { user, limit: 20 }), variant.load()]);
      if (user !== shownUser) return;
      known.textContent = about.known ? Object.entries(about.features).map(([n, value]) => `${n} ${format.feature(value)}`).concat(`${format.plural(about.historyLength, "item")} taken`).join(" · ")
        : "Nothing is known of this user: the funnel answers as for a newcomer.";
      put(history, historyList(about));
      put(recorded, h("option", { value: "" }, requests.length > 0 ? "none, ask now" : "none yet"),
        requests.map((r) => h("option", { value: r.id, selected: r.id === shownRequest }, `${format.timeOfDay(r.time)} · ${format.milliseconds(r.milliseconds)}${r.degraded ? " · degraded" : ""}`)));
      recorded.disabled = requests.length === 0;
    } catch (error) {
      showFailure(history, error, showUser);
    }
  }

  async function answer() {
    asked.abort();
    asked = new AbortController();
    recorded.value = shownRequest ?? "";
    subject.setAttribute("aria-busy", "true");
    if (page.children.length === 0) put(page, waiting(10));
    try {
      await variant.load();
      const body = { user: shownUser, count: Number(wanted.value) || 10, release: variant.value() };
      const reply = shownRequest ? await get(`requests/${encodeURIComponent(shownRequest)}`, {}, asked.signal) : await post("recommend", body, asked.signal);
      show(reply);
    } catch (error) {
      if (error.name !== "AbortError") put(figure);
      if (error.name !== "AbortError") put(reasons);
      showFailure(page, error, answer);
    } finally {
      subject.removeAttribute("aria-busy");
    }
  }

  function show(reply) {
    summary.textContent = `${reply.release} ${reply.requestId ? `answered at ${format.timeOfDay(reply.time)}` : "answered just now"} in ${time(reply)}: ${format.plural(reply.items.length, "item")} of ${format.count(reply.catalogueSize)}.`;
    const outside = reply.stages.filter((stage) => stage.degradation && !format.isStage(stage.stage));
    summary.append(...outside.map((stage) => h("span", { class: "flag" }, ` ${stage.stage}: ${stage.degradation}.`)));
    const drawn = funnelFigure(figure, reply);
    const select = (item) => {
      drawn.select(item);
      why(reasons, reply.items.find((one) => one.item === item), reply.explained ? null : () => again());
    };
    itemList(page, reply.items, select);
    if (reply.items.length === 0) put(reasons);
  }

  /** Asks anew, whatever was shown. */
  function again() {
    if (shownRequest) change({ request: null });
    else if (shownUser) answer();
  }

  return { enter, again };
}

/** The time of an answer; of one with reasons that of its stages, since finding the reasons takes far longer than answering. */
const time = (reply) => reply.explained
  ? `${format.milliseconds(reply.stages.reduce((sum, stage) => sum + stage.milliseconds, 0))}, and found its reasons in ${format.milliseconds(reply.milliseconds)}`
  : format.milliseconds(reply.milliseconds);

const waiting = (rows) => h("ul", { class: "waiting", "aria-hidden": "true" }, Array.from({ length: rows }, () => h("li")));

function historyList(about) {
  if (about.history.length === 0) return h("p", { class: "soft" }, "No item yet.");
  return [
    h("ol", { class: "titles", tabindex: 0, "aria-label": "Items taken, the latest first" },
      about.history.map(({ item, time }) => h("li", null, h("span", { class: "title" }, item.title), h("span", { class: "soft" }, [format.date(time), format.about(item.features)].filter(Boolean).join(" · "))))),
    about.historyLength > about.history.length && h("p", { class: "soft" }, `The latest ${about.history.length} of ${format.count(about.historyLength)}.`),
  ];
}
