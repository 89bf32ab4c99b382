// The items of a release in the plane, with those a user took and those he would be shown.

import { get, post } from "../api.js";
import { h, put } from "../dom.js";
import { showFailure } from "../failure.js";
import * as format from "../format.js";
import { groupings } from "../map-groups.js";
import { mapCanvas } from "../map-canvas.js";
import { mapLegend } from "../map-legend.js";
import { variantSelect } from "../variant-select.js";

export function mapView(root) {
  const about = h("p", { class: "lead soft", role: "status" }, " ");
  const variant = variantSelect("Variant", () => load());
  const colour = h("select", { onchange: () => paint() });
  const canvas = mapCanvas(), legend = mapLegend((groups) => canvas.emphasise(groups));
  const marks = h("p", { class: "marks soft" }), stage = h("div", { class: "map-stage" });
  const area = h("div", { class: "map-area", hidden: true }, stage, h("aside", { "aria-label": "Legend" }, legend.element, marks));
  const toolbar = h("div", { class: "toolbar", hidden: true }, variant.element, h("label", null, "Colour by", colour));
  root.append(h("div", { class: "headline" }, h("div", { class: "who" }, h("h1", null, "Map of items"), about), toolbar), area);

  let map = null, groups = [], release = null, user = null;

  async function enter(query) {
    const otherUser = (query.user ?? null) !== user;
    user = query.user ?? null;
    if (!map) await load();
    else if (otherUser) await markUser();
  }

  async function load() {
    try {
      if (area.hidden) about.textContent = "Laying out the items …";
      await variant.load();
      release = variant.value();
      map = await get("map", { variant: release?.variant });
      groups = groupings(map);
      put(stage, canvas.element);
      put(colour, groups.map((grouping) => h("option", null, grouping.name)));
      about.textContent = `${map.release}: ${map.points.length < map.catalogueSize ? `${format.count(map.points.length)} of ${format.plural(map.catalogueSize, "item")}` : format.plural(map.catalogueSize, "item")}, in the two directions in which their vectors differ most (${format.percent(map.explained)} of it).`;
      area.hidden = toolbar.hidden = false;      // all at once: nothing moves down when the words come
      paint();
      await markUser();
    } catch (error) {
      [map, area.hidden, about.textContent] = [null, false, ""];
      showFailure(stage, error, load);
    }
  }

  function paint() {
    const grouping = groups[colour.selectedIndex] ?? null;
    legend.show(grouping);
    canvas.show(map.points, grouping);
  }

  /** Marks what the chosen user took, and what the same release would show him now. */
  async function markUser() {
    canvas.mark([], []);
    put(marks, user ? "" : "Find a user above to see the items taken, and those recommended.");
    if (!user) return;
    const asked = user;
    try {
      const [known, answer] = await Promise.all([get(`users/${encodeURIComponent(user)}`), post("recommend", { user, release })]);
      const taken = known.history.slice(0, 100).map((taken) => taken.item.item), shown = answer.items.map((item) => item.item);
      if (taken.length + shown.length === 0) return put(marks, `${user}: nothing taken, nothing recommended.`);
      const { points } = await get("map/items", { variant: release?.variant, item: [...new Set([...taken, ...shown])] });
      if (asked !== user) return;
      const at = new Map(points.map((point) => [point.item, point]));
      const placed = (ids) => ids.map((id) => at.get(id)).filter(Boolean);
      const [ofTaken, ofShown] = [placed(taken), placed(shown)];
      canvas.mark(ofTaken, ofShown);
      put(marks, h("b", null, user), h("br"), h("span", { class: "ring", "aria-hidden": "true" }), ` ${some(ofTaken, known.historyLength)} taken`, h("br"), h("span", { class: "disc", "aria-hidden": "true" }, "1"), ` ${some(ofShown, shown.length)} recommended, by place`);
    } catch (error) {
      showFailure(marks, error, markUser);
    }
  }

  return { enter, again: load };
}

/** How many are on the map, of how many. */
const some = (placed, all) => (placed.length === all ? format.plural(all, "item") : `${format.count(placed.length)} of ${format.plural(all, "item")}`);
