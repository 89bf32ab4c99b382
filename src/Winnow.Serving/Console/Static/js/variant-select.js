// Which release answers: a variant's present one, or the one it had before.

import { get } from "./api.js";
import { h, put } from "./dom.js";

let asked = null;

/** What serves now. Asked once for all selects on the page, and again after some time. */
const releases = () => {
  if (!asked) {
    asked = get("releases");
    asked.catch(() => (asked = null));
    setTimeout(() => (asked = null), 10_000);
  }
  return asked;
};

/** A labelled select. Its value is what the server calls a choice of release. */
export function variantSelect(label, onChange) {
  const select = h("select", { onchange: onChange });
  const element = h("label", null, label, select);
  let filled = "";

  async function load() {
    const { variants } = await releases();
    const choices = variants.flatMap((v) => [
      { value: { variant: v.variant, previous: false }, words: `${v.variant}: ${v.release}` },
      ...(v.previous ? [{ value: { variant: v.variant, previous: true }, words: `${v.variant}, before: ${v.previous}` }] : []),
    ]);
    const now = JSON.stringify(choices);
    if (now === filled) return;
    const kept = select.value;
    filled = now;
    put(select, choices.map((c) => h("option", { value: JSON.stringify(c.value) }, c.words)));
    if (choices.some((c) => JSON.stringify(c.value) === kept)) select.value = kept;
  }

  return {
    element, load,
    value: () => (select.value ? JSON.parse(select.value) : null),
    words: () => select.selectedOptions[0]?.textContent ?? "",
    count: () => select.options.length,
    choose: (index) => { select.selectedIndex = index; },
  };
}
