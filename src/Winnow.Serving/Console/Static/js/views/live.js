// The last minutes, as they happen.

import { get } from "../api.js";
import { timeChart } from "../charts/time-chart.js";
import { h, put } from "../dom.js";
import * as format from "../format.js";

const every = 2000;       // ms between two looks
const windows = { minute: { seconds: 60, step: 1, words: "Last minute" }, minutes: { seconds: 295, step: 5, words: "Last 5 minutes" } };
const stages = ["recall", "preRank", "rank", "reRank", "rules"];

export function liveView(root) {
  const state = h("p", { class: "lead soft", role: "status" }, " ");
  const window = h("select", { onchange: () => look() }, Object.entries(windows).map(([value, { words }]) => h("option", { value }, words)));
  const pause = h("button", { type: "button", "aria-pressed": "false", onclick: () => hold() }, "Pause");
  const tiles = h("dl", { class: "tiles" });
  let step = 1, timer = 0, visible = false, held = false;
  const charts = [
    timeChart("Requests a second", [
      { name: "answered", kind: "c0", of: (p) => (p.answered - p.degraded) / step }, { name: "degraded", kind: "c4", of: (p) => p.degraded / step },
      { name: "refused", kind: "c3", of: (p) => p.refused / step }, { name: "failed", kind: "c1", of: (p) => p.failed / step }], { stacked: true, words: (v) => `${+v.toFixed(1)}` }),
    timeChart("Latency in ms", [
      { name: "p99", kind: "c1", of: (p) => p.p99 }, { name: "p95", kind: "c4", of: (p) => p.p95 }, { name: "median", kind: "c0", of: (p) => p.p50 }], { words: format.milliseconds }),
    timeChart("Degradations a second, by stage", stages.map((stage, i) => ({ name: format.stage(stage), kind: `c${[5, 2, 1, 4, 7][i]}`, of: (p) => (p.degradations[stage] ?? 0) / step })), { stacked: true, words: (v) => `${+v.toFixed(1)}` }),
  ];
  root.append(
    h("div", { class: "headline" }, h("div", { class: "who" }, h("h1", null, "Live"), state), h("div", { class: "toolbar" }, h("label", null, "Over", window), pause)),
    tiles, h("div", { class: "charts" }, charts.map((chart) => chart.element)));
  fillTiles(null);

  async function look() {
    clearTimeout(timer);
    const { seconds, step: each } = windows[window.value];
    try {
      const report = await get("live", { seconds, step: each });
      step = each;
      fillTiles(report);
      for (const chart of charts) chart.show(report);
      say(held ? "Paused" : "Looked at every 2 seconds");
    } catch (error) {
      if (error.status === undefined) throw error;
      say(`${error.title}. ${error.message}`);
    }
    clearTimeout(timer);
    if (visible && !held) timer = setTimeout(look, every);
  }

  /** The status is read aloud when it changes, so it is left alone while it does not. */
  const say = (words) => { if (state.textContent !== words) state.textContent = words; };

  function fillTiles(report) {
    const all = report?.total, seconds = report ? report.step * report.points.length : 1, asked = all ? all.answered + all.refused + all.failed : 0;
    const tile = (name, figure, note) => h("div", null, h("dt", null, name), h("dd", null, all ? figure() : "–", h("span", { class: "note" }, all ? note?.() ?? " " : " ")));
    put(tiles,
      tile("Requests a second", () => (asked / seconds).toFixed(asked / seconds < 10 ? 1 : 0), () => `${format.count(asked)} in all`),
      tile("Median latency", () => format.milliseconds(all.p50)),
      tile("99th percentile", () => format.milliseconds(all.p99), () => `95th: ${format.milliseconds(all.p95)}`),
      tile("Degraded", () => format.percent(all.answered > 0 ? all.degraded / all.answered : 0), () => `${format.count(all.degraded)} answers`),
      tile("Refused", () => format.count(all.refused), () => "key, rate, form"),
      tile("Failed", () => format.count(all.failed), () => "not ready, broken"));
  }

  function hold() {
    held = !held;
    pause.setAttribute("aria-pressed", held);
    say(held ? "Paused" : " ");
    if (held) clearTimeout(timer);
    else look();
  }

  return {
    enter() { visible = true; look(); },
    leave() { visible = false; clearTimeout(timer); },
    again: look,
  };
}
