// Lines or stacked columns over the last minutes.

import { h, onWidth, put, s } from "../dom.js";
import * as format from "../format.js";

const height = 190, top = 14, bottom = 22, left = 46;

/**
 * A chart that is drawn again with each new report.
 * @param {string} name What it shows.
 * @param {{key: string, name: string, kind: string, of: (point) => number|null}[]} series What is drawn; kind names its class of colour.
 * @param {{stacked?: boolean, words: (value: number) => string}} how Columns on top of each other instead of lines; a value in words.
 */
export function timeChart(name, series, how) {
  const svg = s("svg", { height, role: "img" }), readout = h("p", { class: "readout soft" }, " ");
  const figure = h("figure", { class: "time-chart" },
    h("figcaption", null, h("span", { class: "chart-name" }, name), h("span", { class: "key" }, series.map((one) => h("span", { class: "entry" }, h("span", { class: `swatch ${one.kind}`, "aria-hidden": "true" }), one.name)))),
    svg, readout);
  let width = 0, report = null, hovered = null;

  const x = (i) => left + ((i + (how.stacked ? 0.5 : 0)) * (width - left - 8)) / Math.max(1, report.points.length - (how.stacked ? 0 : 1));
  const values = (point) => series.map((one) => one.of(point));

  function draw() {
    if (!report || width === 0) return;
    svg.setAttribute("width", width);
    const most = nice(Math.max(...report.points.map((p) => (how.stacked ? values(p).reduce((sum, v) => sum + v, 0) : Math.max(0, ...values(p))))));
    const y = (v) => height - bottom - ((height - top - bottom) * v) / most;
    put(svg,
      [0, 0.5, 1].map((share) => [
        s("line", { class: share === 0 ? "axis" : "grid", x1: left, x2: width, y1: y(share * most), y2: y(share * most) }),
        s("text", { class: "tick end", x: left - 8, y: y(share * most) + 4 }, tick(share * most))]),
      times(),
      how.stacked ? columns(y) : series.map((one) => s("path", { class: `line ${one.kind}`, d: path(report.points.map(one.of), y) })),
      hovered !== null && s("line", { class: "cursor", x1: x(hovered), x2: x(hovered), y1: top, y2: height - bottom }));
    const latest = report.points[report.points.length - 1];
    svg.setAttribute("aria-label", `${name}, now: ${series.map((one) => `${one.name} ${words(one.of(latest))}`).join(", ")}`);
    const point = hovered === null ? null : report.points[hovered];
    readout.textContent = point ? `${format.timeOfDay(point.time)}: ${series.map((one) => `${one.name} ${words(one.of(point))}`).join(", ")}` : " ";
  }

  const words = (value) => (value === null ? "–" : how.words(value));

  function times() {
    const last = report.points.length - 1;
    return [0, Math.round(last / 2), last].map((i, k) => s("text", { class: `tick ${["", "middle", "end"][k]}`, x: k === 2 ? width : x(i), y: height - 4 }, format.timeOfDay(report.points[i].time)));
  }

  function columns(y) {
    const size = Math.max(1, (width - left - 8) / report.points.length - 1.5);
    return report.points.map((point, i) => {
      let sum = 0;
      return series.map((one) => {
        const value = one.of(point), from = y(sum), to = y((sum += value));
        return value > 0 && s("rect", { class: `bar ${one.kind}`, x: x(i) - size / 2, y: to, width: size, height: Math.max(0.5, from - to) });
      });
    });
  }

  /** A line with gaps where nothing was measured. */
  function path(numbers, y) {
    let open = false;
    return numbers.map((v, i) => {
      if (v === null) return (open = false), "";
      const begins = !open;
      open = true;
      return `${begins ? "M" : "L"}${x(i).toFixed(1)} ${y(v).toFixed(1)}${begins ? "h.01" : ""}`;      // a lone point is a dot
    }).join("");
  }

  svg.addEventListener("pointermove", (event) => {
    if (!report) return;
    const at = (event.offsetX - left) / (width - left - 8);
    hovered = Math.max(0, Math.min(report.points.length - 1, Math.round(at * (report.points.length - 1))));
    draw();
  });
  svg.addEventListener("pointerleave", () => { hovered = null; draw(); });
  onWidth(figure, (now) => { width = now; draw(); });
  return { element: figure, show: (now) => { report = now; draw(); } };
}

const tick = (value) => (value >= 100 || Number.isInteger(value) ? format.count(value) : value.toFixed(value < 1 ? 2 : 1));

/** The next round number. */
function nice(value) {
  if (!(value > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * unit >= value);
}
