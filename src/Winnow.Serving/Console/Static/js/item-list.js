// The page of items as a list with one tab stop.

import { h, put } from "./dom.js";
import * as format from "./format.js";
import { rovingList } from "./roving.js";

/** Shows items and selects the first. */
export function itemList(element, items, onSelect) {
  if (items.length === 0) return put(element, h("p", { class: "soft" }, "No item is left: the rules, or a small catalogue, leave nothing to show."));
  const list = h("ul", { class: "items", role: "listbox", "aria-label": "Recommended items" }, items.map((item, i) => row(item, i)));
  put(element, list);
  rovingList(list, onSelect).select(items[0].item);
}

function row(item, index) {
  const sources = item.explanation?.sources.map((source) => source.name).join(", ");
  return h("li", { role: "option", tabindex: -1, "aria-selected": "false", "data-value": item.item },
    h("span", { class: "place" }, index + 1),
    h("span", { class: "what" }, h("span", { class: "title" }, item.title), h("span", { class: "soft" }, format.about(item.features) || item.item)),
    h("span", { class: "score" }, format.score(item.score), sources && h("span", { class: "soft" }, sources)));
}
