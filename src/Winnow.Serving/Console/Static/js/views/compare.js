// Two releases for the same user, side by side: what moved, came and went.

import { post } from "../api.js";
import { h, put, s } from "../dom.js";
import { showFailure } from "../failure.js";
import * as format from "../format.js";
import { rovingList } from "../roving.js";
import { variantSelect } from "../variant-select.js";
import { why } from "../why.js";

const rowHeight = 52, linkWidth = 120;

export function compareView(root) {
  const name = h("h1");
  const left = variantSelect("Left", () => compare()), right = variantSelect("Right", () => compare());
  const verdict = h("p", { class: "lead soft", role: "status" }), body = h("div", { class: "comparison" });
  root.append(
    h("div", { class: "headline" }, h("div", { class: "who" }, name, verdict),
      h("div", { class: "toolbar" }, left.element, right.element, h("button", { class: "primary", type: "button", onclick: () => compare() }, "Compare"))),
    body);
  let user = null, chosen = false;

  async function enter(query) {
    if (!query.user) {
      name.textContent = "Two releases, one user";
      verdict.textContent = "Find a user above: both releases are asked at the same moment, with the same state of the user.";
      return put(body);
    }
    if (query.user === user && body.children.length > 0) return;
    user = query.user;
    name.textContent = user;
    await compare();
  }

  async function compare() {
    if (!user) return;
    try {
      await Promise.all([left.load(), right.load()]);
      if (!chosen && right.count() > 1) right.choose(1);
      chosen = true;
      const reply = await post("compare", { user, left: left.value(), right: right.value() });
      show(reply);
    } catch (error) {
      verdict.textContent = "";
      showFailure(body, error, compare);
    }
  }

  function show({ left: a, right: b }) {
    const placeOf = (reply) => new Map(reply.items.map((item, i) => [item.item, i]));
    const before = placeOf(a), after = placeOf(b);
    const both = a.items.filter((item) => after.has(item.item));
    const moved = both.filter((item) => before.get(item.item) !== after.get(item.item)).length;
    verdict.textContent = both.length === a.items.length && moved === 0 && a.items.length === b.items.length ? "Both give the same page."
      : `${format.plural(both.length, "item")} in both, ${moved} of them moved; ${a.items.length - both.length} went, ${b.items.length - both.length} came.`;
    const links = s("svg", { class: "links", width: linkWidth, height: rowHeight * Math.max(a.items.length, b.items.length), "aria-hidden": "true" });
    const reasons = [h("section", { class: "why", "aria-label": "Why, on the left" }), h("section", { class: "why", "aria-label": "Why, on the right" })];
    const lists = [list(a, (item) => change(before.get(item.item), after.get(item.item), "went"), "left"), list(b, (item) => change(before.get(item.item), after.get(item.item), "came"), "right")];
    const select = (item) => {
      drawLinks(links, a.items, after, item);
      for (const [i, reply] of [a, b].entries()) {
        rovers[i].show(item);
        const one = reply.items.find((candidate) => candidate.item === item);
        if (one) why(reasons[i], one, null);
        else put(reasons[i], h("p", { class: "soft" }, `${reply.release} does not show this item.`));
      }
    };
    put(body,
      h("div", { class: "sides" }, side(a, lists[0]), h("div", { class: "between" }, links), side(b, lists[1])),
      h("div", { class: "pair" }, reasons),
      h("section", { "aria-label": "Stages" }, h("h2", null, "Stages"), stageTable(a, b)));
    const rovers = lists.map((one) => rovingList(one, select));
    const first = a.items[0] ?? b.items[0];
    if (first) select(first.item);
  }

  return { enter, again: compare };
}

/** How an item's place changed, in a word or a signed number, and how to mark it. */
function change(before, after, absent) {
  if (before === undefined || after === undefined) return { words: absent, kind: absent };
  if (before === after) return { words: "=", kind: "stayed", spoken: "same place" };
  return after < before ? { words: `↑ ${before - after}`, kind: "up", spoken: `up ${before - after}` } : { words: `↓ ${after - before}`, kind: "down", spoken: `down ${after - before}` };
}

const side = (reply, list) => h("section", { "aria-label": reply.release },
  h("h2", null, reply.release, h("span", { class: "soft" }, ` ${reply.variant} · ${format.milliseconds(reply.milliseconds)}`)), list);

const list = (reply, changeOf, which) => h("ul", { class: "items", role: "listbox", "aria-label": `Items of ${reply.release}, ${which}` }, reply.items.map((item, i) => {
  const { words, kind, spoken } = changeOf(item);
  return h("li", { role: "option", tabindex: -1, "aria-selected": "false", "data-value": item.item, class: kind },
    h("span", { class: "place" }, i + 1),
    h("span", { class: "what" }, h("span", { class: "title" }, item.title), h("span", { class: "soft" }, format.about(item.features))),
    h("span", { class: `change ${kind}`, "aria-label": spoken ?? words }, words));
}));

function drawLinks(svg, items, after, selected) {
  put(svg, items.flatMap((item, i) => {
    const to = after.get(item.item);
    if (to === undefined) return [];
    const y0 = (i + 0.5) * rowHeight, y1 = (to + 0.5) * rowHeight;
    const kind = to < i ? "up" : to > i ? "down" : "stayed";
    return s("path", { class: `link ${kind}${item.item === selected ? " marked" : ""}`, d: `M0 ${y0}C${linkWidth / 2} ${y0} ${linkWidth / 2} ${y1} ${linkWidth} ${y1}` });
  }));
}

function stageTable(a, b) {
  const names = [...new Set([...a.stages, ...b.stages].map((stage) => stage.stage))];
  const cells = (reply, name) => {
    const stage = reply.stages.find((one) => one.stage === name);
    return stage ? [h("td", { class: "number" }, format.count(stage.entered)), h("td", { class: "number" }, format.count(stage.left)), h("td", { class: "number" }, format.milliseconds(stage.milliseconds), stage.degradation && h("span", { class: "flag" }, stage.degradation))]
      : h("td", { class: "number", colspan: 3 }, "–");
  };
  const heads = ["entered", "left", "time"];
  return h("div", { class: "scroll" }, h("table", null,
    h("thead", null,
      h("tr", null, h("td"), [a, b].map((reply) => h("th", { scope: "colgroup", colspan: 3, class: "number" }, reply.release))),
      h("tr", null, h("th", { scope: "col" }, "Stage"), [0, 1].map(() => heads.map((head) => h("th", { scope: "col", class: "number" }, head))))),
    h("tbody", null, names.map((name) => h("tr", null, h("th", { scope: "row" }, format.stage(name)), cells(a, name), cells(b, name))))));
}
