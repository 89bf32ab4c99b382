// The funnel: how many candidates entered and left each stage, in what time; below it, each shown item's place after each stage.

import { h, onWidth, put, s } from "./dom.js";
import * as format from "./format.js";

const shapeHeight = 96, journeyHeight = 142, leastThickness = 5;

/** Draws an answer; select(item) brings one item's way out. */
export function funnelFigure(element, reply) {
  const { items } = reply, stages = reply.stages.filter((stage) => format.isStage(stage.stage));
  const total = stages.reduce((sum, stage) => sum + stage.milliseconds, 0);
  const shape = s("svg", { class: "funnel-shape", height: shapeHeight, "aria-hidden": "true" });
  const journey = s("svg", { class: "journey", height: journeyHeight, "aria-hidden": "true" });
  const ways = items.some((item) => item.explanation);
  let selected = null, width = 0;

  put(element,
    h("ol", { class: `stages of-${stages.length}` }, stages.map((stage) => column(stage, total, reply.catalogueSize))),
    h("div", { class: "drawing" }, shape, ways && journey, ways && h("p", { class: "soft axis-note" }, "Place after each stage, first on top; the line of the selected item is marked.")));

  const draw = () => {
    if (width === 0) return;
    drawShape(shape, width, stages, reply.catalogueSize);
    if (ways) drawJourney(journey, width, stages, items, selected);
  };
  onWidth(element, (now) => { width = now; draw(); });
  return { select: (item) => { selected = item; draw(); } };
}

function column(stage, total, catalogue) {
  const share = total > 0 ? stage.milliseconds / total : 0;
  const bar = h("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--size", logShare(stage.left, catalogue));
  return h("li", { class: stage.degradation ? "stage degraded" : "stage" },
    h("span", { class: "name" }, format.stage(stage.stage)),
    h("span", { class: "left" }, format.count(stage.left), h("span", { class: "of" }, ` of ${format.count(stage.entered)}`)),
    bar,
    h("span", { class: "time" }, format.milliseconds(stage.milliseconds), h("span", { class: "of" }, total > 0 ? ` · ${format.percent(share)}` : "")),
    stage.degradation && h("span", { class: "flag" }, stage.degradation),
    stage.parts.length > 0 && h("ul", { class: "parts" }, stage.parts.map((part) => h("li", { class: part.degradation ? "degraded" : null },
      h("span", null, part.stage), h("span", null, `${format.count(part.left)} · ${format.milliseconds(part.milliseconds)}`),
      part.degradation && h("span", { class: "flag" }, part.degradation)))));
}

const logShare = (n, of) => (of > 0 ? Math.log1p(n) / Math.log1p(of) : 0);

function drawShape(svg, width, stages, catalogue) {
  svg.setAttribute("width", width);
  const step = width / stages.length, middle = shapeHeight / 2;
  const thickness = (n) => leastThickness + (shapeHeight - leastThickness) * logShare(n, catalogue) ** 1.6;
  put(svg, stages.map((stage, i) => {
    const x0 = i * step, x1 = x0 + step - 2, bend = x0 + step * 0.55;
    const a = thickness(stage.entered) / 2, b = thickness(stage.left) / 2;
    const path = `M${x0} ${middle - a}C${bend} ${middle - a} ${bend} ${middle - b} ${x1} ${middle - b}V${middle + b}C${bend} ${middle + b} ${bend} ${middle + a} ${x0} ${middle + a}Z`;
    return s("path", { d: path, class: stage.degradation ? "piece degraded" : `piece piece-${i}` });
  }));
}

function drawJourney(svg, width, stages, items, selected) {
  svg.setAttribute("width", width);
  const top = 16, step = width / stages.length;
  const ways = items.map((item) => ({ item: item.item, places: stages.map((stage) => item.explanation?.stages.find((p) => p.name === stage.stage) ?? null) }));
  const last = Math.max(...ways.flatMap((way) => way.places.map((p) => p?.place ?? 1)), 2);
  const x = (i) => (i + 0.5) * step;
  const y = (place) => top + (journeyHeight - 2 * top) * (Math.log(place) / Math.log(last));
  const line = (way, mark) => {
    const points = way.places.flatMap((p, i) => (p && p.place > 0 ? [{ x: x(i), y: y(p.place), ...p }] : []));
    return s("g", { class: mark ? "way marked" : "way" },
      s("path", { d: smooth(points) }),
      points.map((p) => s("circle", { cx: p.x, cy: p.y, r: mark ? 4.5 : 2.5 })),
      mark && points.map((p) => s("text", { x: p.x, y: p.y - 10, class: "middle" }, `${p.place}.`, p.score !== null && s("tspan", { class: "soft", dx: 5 }, format.score(p.score)))));
  };
  put(svg,
    [1, 10, 100, 1000].filter((place) => place <= last).map((place) => [
      s("line", { class: "grid", x1: 0, x2: width, y1: y(place), y2: y(place) }),
      s("text", { class: "tick", x: 0, y: y(place) - 4 }, place)]),
    ways.filter((way) => way.item !== selected).map((way) => line(way, false)),
    ways.filter((way) => way.item === selected).map((way) => line(way, true)));
}

function smooth(points) {
  return points.map((p, i) => {
    if (i === 0) return `M${p.x} ${p.y}`;
    const before = points[i - 1], half = (before.x + p.x) / 2;
    return `C${half} ${before.y} ${half} ${p.y} ${p.x} ${p.y}`;
  }).join("");
}
