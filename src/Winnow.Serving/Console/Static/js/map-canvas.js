// Points on a canvas: moved by drag and arrows, nearer and farther by wheel, pinch and keys, told by hover and by focus.

import { h, onWidth } from "./dom.js";
import { palette } from "./map-colours.js";
import { colour, onTheme } from "./theme.js";

const margin = 28, reach = 14, nearest = 60;

export function mapCanvas() {
  const canvas = h("canvas", { tabindex: 0, role: "application", "aria-roledescription": "map", "aria-label": "Map of items. Arrow keys go from item to item, plus and minus zoom, 0 shows all." });
  const tip = h("div", { class: "tip", hidden: true }), said = h("p", { class: "unseen", role: "status" });
  const controls = h("div", { class: "zoom" },
    h("button", { type: "button", class: "icon", "aria-label": "Nearer", onclick: () => zoom(1.5) }, "+"),
    h("button", { type: "button", class: "icon", "aria-label": "Farther", onclick: () => zoom(1 / 1.5) }, "−"),
    h("button", { type: "button", class: "icon", "aria-label": "Show all", onclick: () => fit() }, "⤢"));
  const element = h("div", { class: "map-canvas" }, canvas, tip, controls, said);
  const pen = canvas.getContext("2d");

  let points = [], grouping = null, emphasised = new Set(), taken = [], shown = [];
  let width = 0, height = 0, scale = 1, left = 0, top = 0, at = null, waiting = false;

  const x = (p) => (p.x - left) * scale, y = (p) => (p.y - top) * scale;
  const everything = () => [...points, ...taken, ...shown];

  function fit() {
    if (points.length === 0 || width === 0) return;
    const xs = points.map((p) => p.x), ys = points.map((p) => p.y);
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    scale = Math.min((width - 2 * margin) / (x1 - x0 || 1), (height - 2 * margin) / (y1 - y0 || 1));
    left = (x0 + x1) / 2 - width / 2 / scale;
    top = (y0 + y1) / 2 - height / 2 / scale;
    draw();
  }

  /** Zooms about a place of the canvas, its middle if none is given. */
  function zoom(factor, px = width / 2, py = height / 2) {
    const dataX = left + px / scale, dataY = top + py / scale;
    scale *= factor;
    left = dataX - px / scale;
    top = dataY - py / scale;
    draw();
  }

  /** Draws in the next frame, however often it is asked to before. */
  function draw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; paint(); });
  }

  function paint() {
    if (width === 0) return;
    const density = devicePixelRatio || 1;
    canvas.width = width * density;
    canvas.height = height * density;
    pen.setTransform(density, 0, 0, density, 0, 0);
    pen.clearRect(0, 0, width, height);
    const colourOf = palette(grouping);
    const loud = (i) => emphasised.size === 0 || grouping.values[i].some((group) => emphasised.has(group));
    const marked = taken.length + shown.length > 0;
    for (const pass of [false, true]) {
      points.forEach((p, i) => {
        if (loud(i) !== pass) return;
        const group = grouping ? (emphasised.size > 0 && pass ? grouping.values[i].find((g) => emphasised.has(g)) : grouping.values[i][0]) : -1;
        pen.globalAlpha = pass ? (marked ? 0.55 : 0.8) : 0.1;
        disc(x(p), y(p), emphasised.size > 0 && pass ? 3.6 : 2.8, colourOf(group));
      });
    }
    pen.globalAlpha = 1;
    for (const p of taken) ring(x(p), y(p), 5.5, colour("ink"), 1.6);
    shown.forEach((p, i) => numbered(x(p), y(p), i + 1));
    if (at) ring(x(at), y(at), 9, colour("accent"), 2.5);
    place();
  }

  function disc(px, py, radius, fill) {
    pen.beginPath();
    pen.arc(px, py, radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
  }

  function ring(px, py, radius, stroke, line) {
    pen.beginPath();
    pen.arc(px, py, radius, 0, 2 * Math.PI);
    pen.lineWidth = line;
    pen.strokeStyle = stroke;
    pen.stroke();
  }

  function numbered(px, py, number) {
    disc(px, py, 9.5, colour("paper"));
    disc(px, py, 8.5, colour("strong"));
    pen.fillStyle = colour("paper");
    pen.font = "600 10px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(String(number), px, py + 0.5);
  }

  /** Puts the title beside its point. */
  function place() {
    const inside = at && x(at) >= 0 && x(at) <= width && y(at) >= 0 && y(at) <= height;
    tip.hidden = !inside;
    if (!inside) return;
    tip.textContent = at.title;
    const onRight = x(at) > width * 0.6;
    tip.style.transform = `translate(${x(at) + (onRight ? -14 : 14)}px, ${y(at) - 14}px) ${onRight ? "translateX(-100%)" : ""}`;
  }

  function focusOn(point) {
    at = point;
    if (point) {
      const place = shown.indexOf(point), took = taken.includes(point);
      said.textContent = `${point.title}${place >= 0 ? `, recommended at place ${place + 1}` : took ? ", taken" : ""}`;
    }
    draw();
  }

  /** The point closest to a place of the canvas, marked ones first. */
  function closest(px, py, within) {
    let best = null, distance = within * within;
    for (const p of [...shown, ...taken, ...points]) {
      const d = (x(p) - px) ** 2 + (y(p) - py) ** 2;
      if (d < distance) [best, distance] = [p, d];
    }
    return best;
  }

  /** The next point in a direction: near, and not far off the line. */
  function next(dx, dy) {
    const from = at ?? closest(width / 2, height / 2, Infinity);
    if (!at) return focusOn(from);
    let best = null, least = Infinity;
    for (const p of everything()) {
      const ahead = (x(p) - x(from)) * dx + (y(p) - y(from)) * dy, aside = Math.abs((x(p) - x(from)) * dy) + Math.abs((y(p) - y(from)) * dx);
      if (ahead > 0.5 && ahead + 2.5 * aside < least && aside <= 2 * ahead) [best, least] = [p, ahead + 2.5 * aside];
    }
    if (!best) return;
    const px = x(best), py = y(best);
    if (px < nearest || px > width - nearest || py < nearest || py > height - nearest) {
      left = best.x - width / 2 / scale;
      top = best.y - height / 2 / scale;
    }
    focusOn(best);
  }

  const pointers = new Map();
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); pointers.set(event.pointerId, [event.offsetX, event.offsetY]); });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => pointers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => { if (document.activeElement !== canvas) focusOn(null); });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      const found = closest(event.offsetX, event.offsetY, reach);
      if (found !== at) focusOn(found);
      return;
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) zoom(Math.hypot(event.offsetX - other[0], event.offsetY - other[1]) / (Math.hypot(before[0] - other[0], before[1] - other[1]) || 1), ...other);
    left -= (event.offsetX - before[0]) / (other ? 2 : 1) / scale;
    top -= (event.offsetY - before[1]) / (other ? 2 : 1) / scale;
    pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    draw();
  });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY); }, { passive: false });
  canvas.addEventListener("blur", () => focusOn(null));
  canvas.addEventListener("keydown", (event) => {
    const act = { ArrowRight: () => next(1, 0), ArrowLeft: () => next(-1, 0), ArrowDown: () => next(0, 1), ArrowUp: () => next(0, -1), "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), 0: fit, Escape: () => focusOn(null) }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  onWidth(element, (now) => { const first = width === 0; width = now; height = element.clientHeight; canvas.style.width = `${now}px`; canvas.style.height = `${height}px`; if (first) fit(); else draw(); });
  onTheme(draw);

  return {
    element,
    show(newPoints, newGrouping) {
      const other = newPoints !== points;
      [points, grouping, emphasised] = [newPoints, newGrouping, new Set()];
      if (other) { at = null; fit(); } else draw();
    },
    emphasise(groups) { emphasised = groups; draw(); },
    mark(newTaken, newShown) { [taken, shown] = [newTaken, newShown]; draw(); },
  };
}
