// Why an item is there: who found it, how stages scored it, which rules moved it, and what its score is made of.

import { waterfall } from "./charts/waterfall.js";
import { h, put } from "./dom.js";
import * as format from "./format.js";

/** Shows the reasons of an item; askAgain is offered where the answer was recorded without them. */
export function why(element, item, askAgain) {
  const reasons = item.explanation;
  put(element,
    h("h2", null, item.title),
    h("p", { class: "soft lead" }, [item.item, format.about(item.features)].filter(Boolean).join(" · ")),
    reasons ? [found(reasons.sources), placed(reasons.stages), moved(reasons.rules), scored(reasons.score)]
      : h("p", null, "This answer was given without reasons. ", h("button", { type: "button", onclick: askAgain }, "Ask again with reasons")));
}

const part = (title, ...children) => h("div", { class: "reason" }, h("h3", null, title), children);

const found = (sources) => part("Found by",
  sources.length === 0 ? h("p", { class: "soft" }, "No source: a rule put it here, or the request named it.")
    : h("ul", { class: "found" }, sources.map((source) => h("li", null, h("b", null, source.name), ` place ${format.count(source.place)}`, source.score !== null && h("span", { class: "soft" }, `, score ${format.score(source.score)}`)))));

const placed = (stages) => part("Through the funnel",
  h("div", { class: "scroll" }, h("table", { class: "compact" },
    h("thead", null, h("tr", null, h("th", { scope: "col" }, "Stage"), stages.map((stage) => h("th", { scope: "col", class: "number" }, format.stage(stage.name))))),
    h("tbody", null,
      h("tr", null, h("th", { scope: "row" }, "Place"), stages.map((stage) => h("td", { class: "number" }, format.count(stage.place)))),
      h("tr", null, h("th", { scope: "row" }, "Score"), stages.map((stage) => h("td", { class: "number" }, format.score(stage.score))))))));

const moved = (rules) => part("Rules and re-ranking",
  rules.length === 0 ? h("p", { class: "soft" }, "Nothing moved it.") : h("ul", { class: "moves" }, rules.map((words) => h("li", null, words))));

const scored = (score) => part("Why this score",
  score === null ? h("p", { class: "soft" }, "The ranker did not score it: the stage was passed over, or a rule put the item here.")
    : [h("p", { class: "soft" }, `${score.method}: the bars begin at the baseline and end at the logit${Math.abs(score.remainder ?? 0) >= 0.005 ? `, but for ${format.signed(score.remainder)} the method could not place` : ""}.`), waterfall(score)]);
