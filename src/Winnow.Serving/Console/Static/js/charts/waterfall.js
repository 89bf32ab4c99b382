// A score as a sum: each bar begins where the one before it ended.

import { h, onWidth, put, s } from "../dom.js";
import * as format from "../format.js";

const rowHeight = 24, mostTerms = 14;

/** A figure of a score's terms, with the same numbers as a table for those who cannot see it. */
export function waterfall(score) {
  const rows = steps(score);
  const svg = s("svg", { class: "waterfall", height: rows.length * rowHeight, "aria-hidden": "true" });
  const figure = h("figure", { class: "terms" }, svg,
    h("div", { class: "unseen" }, h("table", null, h("caption", null, "What the score is made of"),
      h("tbody", null, rows.map((row) => h("tr", null, h("th", { scope: "row" }, `${row.name} ${row.value}`), h("td", null, row.total ? format.score(row.to) : format.signed(row.to - row.from))))))));
  onWidth(figure, (width) => draw(svg, width, rows));
  return figure;
}

function steps(score) {
  const shown = score.terms.slice(0, mostTerms), rest = score.terms.slice(mostTerms);
  const terms = [...shown];
  if (rest.length > 0) terms.push({ feature: format.plural(rest.length, "other"), value: "", amount: rest.reduce((sum, term) => sum + term.amount, 0) });
  if (Math.abs(score.remainder ?? 0) >= 0.005) terms.push({ feature: "remainder", value: "", amount: score.remainder });
  let at = score.baseline;
  return [
    { name: "baseline", value: "", from: 0, to: at, total: true },
    ...terms.map((term) => ({ name: term.feature, value: term.value, from: at, to: (at += term.amount), total: false })),
    { name: "logit", value: "", from: 0, to: score.logit, total: true },
  ];
}

function draw(svg, width, rows) {
  svg.setAttribute("width", width);
  const names = Math.min(230, width * 0.42), figures = 56;
  const low = Math.min(0, ...rows.map((r) => Math.min(r.from, r.to))), high = Math.max(0, ...rows.map((r) => Math.max(r.from, r.to)));
  const x = (value) => names + 10 + ((width - names - figures - 20) * (value - low)) / (high - low || 1);
  put(svg,
    s("line", { class: "axis", x1: x(0), x2: x(0), y1: 0, y2: rows.length * rowHeight }),
    rows.map((row, i) => {
      const y = i * rowHeight, left = Math.min(x(row.from), x(row.to)), size = Math.max(1.5, Math.abs(x(row.to) - x(row.from)));
      const kind = row.total ? "total" : row.to >= row.from ? "plus" : "minus";
      return [
        s("text", { class: "feature", x: 0, y: y + 16 }, clip(`${row.name}`, row.value, names), s("title", null, `${row.name} ${row.value}`)),
        s("rect", { class: kind, x: left, y: y + 5, width: size, height: rowHeight - 10, rx: 2 }),
        i + 1 < rows.length - 1 && s("line", { class: "thread", x1: x(row.to), x2: x(row.to), y1: y + rowHeight - 5, y2: y + rowHeight + 5 }),
        s("text", { class: `amount ${kind}`, x: width, y: y + 16 }, row.total ? format.score(row.to) : format.signed(row.to - row.from)),
      ];
    }));
}

/** The name, then as much of the value as there is room for. */
function clip(name, value, room) {
  const most = Math.floor(room / 6.6), left = most - name.length - 1;
  const short = value.length > left ? `${value.slice(0, Math.max(0, left - 1))}…` : value;
  return [name.length > most ? `${name.slice(0, most - 1)}…` : name, value && left > 3 && s("tspan", { class: "soft", dx: 6 }, short)].filter(Boolean);
}
