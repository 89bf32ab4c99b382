// What serves, what served before, and what its models' own reports say.

import { get, post } from "../api.js";
import { h, put } from "../dom.js";
import { showFailure } from "../failure.js";
import * as format from "../format.js";
import { rovingList } from "../roving.js";
import { isDark, onTheme } from "../theme.js";

export function modelsView(root) {
  const summary = h("p", { class: "lead soft" }, " ");
  const lead = h("p", { class: "lead soft" }, " "), releases = h("div"), models = h("div"), report = h("div", { class: "report" });
  const variant = h("select", { onchange: () => showModels() });
  const section = h("section", { "aria-label": "Models", hidden: true },
    h("div", { class: "headline" }, h("div", { class: "who" }, h("h2", null, "Models"), summary), h("div", { class: "toolbar" }, h("label", null, "Of variant", variant))),
    h("div", { class: "models" }, models, report));
  root.append(
    h("div", { class: "headline" }, h("div", { class: "who" }, h("h1", null, "Releases and models"), lead)),
    releases,
    section);
  let chosen = null, shown = null;

  async function enter() {
    try {
      const now = await get("releases");
      lead.textContent = now.ready ? `${format.plural(now.items, "item")} in the catalogue of ${now.variants[0].release}.` : "No release is ready.";
      put(releases, tables(now));
      put(variant, now.variants.map((v) => h("option", { value: v.variant, selected: v.variant === variant.value }, v.variant)));
      if (now.variants.length > 0) await showModels();
      section.hidden = now.variants.length === 0;      // all at once: nothing moves down when the tables come
    } catch (error) {
      put(models);
      showFailure(releases, error, enter);
    }
  }

  async function showModels() {
    try {
      const about = await get("models", { variant: variant.value });
      const { release, models: packed } = about;
      if (shown === release) return;
      shown = release;
      summary.textContent = [about.description, format.plural(about.items, "item"), format.plural(about.users, "user"), about.vectorDimension > 0 && `vectors of ${about.vectorDimension}`, `packed by Winnow ${about.library.split("+")[0]}`].filter(Boolean).join(" · ");
      if (packed.length === 0) {
        put(report);
        return put(models, h("p", { class: "soft" }, `${release} has no models: it recommends what is popular.`));
      }
      const list = h("ul", { class: "items", role: "listbox", "aria-label": `Models of ${release}` }, packed.map((model) => h("li", { role: "option", tabindex: -1, "aria-selected": "false", "data-value": model.part },
        h("span", { class: "what" }, h("span", { class: "title" }, format.stage(model.part)), h("span", { class: "soft" }, [model.model, model.description].filter(Boolean).join(" · "))),
        !model.hasReport && h("span", { class: "soft" }, "no report"))));
      put(models, list);
      rovingList(list, (part) => open(packed.find((model) => model.part === part))).select((packed.find((model) => model.hasReport) ?? packed[0]).part);
    } catch (error) {
      showFailure(models, error, showModels);
    }
  }

  /** Opens a report in a frame that can run nothing and reach nothing. */
  async function open(model) {
    chosen = model;
    if (!model.hasReport) return put(report, h("p", { class: "soft plain" }, "This model was saved without rows to report on."));
    try {
      const { path } = await post("models/report", { model: model.part, release: { variant: variant.value } });
      if (chosen === model) put(report, h("iframe", { src: `${path}?theme=${isDark() ? "dark" : "light"}`, title: `Report of ${format.stage(model.part)}`, sandbox: "" }));
    } catch (error) {
      showFailure(report, error, () => open(model));
    }
  }

  onTheme(() => { if (chosen?.hasReport) open(chosen); });
  return { enter, again: enter };
}

function tables({ variants, swaps }) {
  const head = (...names) => h("thead", null, h("tr", null, names.map((name) => h("th", { scope: "col" }, name))));
  return h("div", { class: "pair" },
    h("section", { "aria-label": "Variants" }, h("h2", null, "Serving"),
      h("div", { class: "scroll" }, h("table", null, head("Variant", "Release", "Since", "Before"),
        h("tbody", null, variants.map((v) => h("tr", null, h("th", { scope: "row" }, v.variant), h("td", null, v.release), h("td", { class: "soft" }, format.dayAndTime(v.since)), h("td", { class: "soft" }, v.previous ?? "–"))))))),
    h("section", { "aria-label": "Swaps" }, h("h2", null, "Swaps"),
      swaps.length === 0 ? h("p", { class: "soft" }, "None since the server started.")
        : h("ol", { class: "swaps" }, swaps.map((swap) => h("li", { class: swap.fault ? "refused" : null },
          h("span", { class: "what" }, h("b", null, swap.to), ` ${swap.fault ? "was refused" : swap.isRollBack ? "put back" : swap.from ? `after ${swap.from}` : "began to serve"}`),
          h("span", { class: "soft" }, `${format.dayAndTime(swap.time)} · ${swap.variant} · ${swap.seconds.toFixed(1)} s`),
          swap.fault && h("span", { class: "flag" }, swap.fault))))));
}
