// A list with one tab stop: arrows, Home and End move along it, and what has the focus is selected.

/**
 * Makes the options of a listbox selectable.
 * @param {HTMLElement} list Element of role listbox; its children of role option carry data-value.
 * @param {(value: string) => void} onSelect Told what was selected.
 */
export function rovingList(list, onSelect) {
  const options = () => [...list.querySelectorAll("[role=option]")];
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

  const mark = (option) => {
    for (const [i, other] of options().entries()) {
      other.setAttribute("aria-selected", other === option);
      other.tabIndex = other === option || (!option && i === 0) ? 0 : -1;
    }
  };
  const select = (option, focus) => {
    mark(option);
    if (focus) option.focus({ preventScroll: false });
    onSelect(option.dataset.value);
  };

  list.addEventListener("keydown", (event) => {
    if (!(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = options(), at = all.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    select(all[Math.max(0, Math.min(all.length - 1, at + steps[event.key]))], true);
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) select(option, true);
  });
  const find = (value) => options().find((option) => option.dataset.value === value);
  return {
    /** Selects a value and tells of it. */
    select: (value) => select(find(value), false),
    /** Shows a value as selected, or none if it is not there, and tells nobody. */
    show: (value) => mark(find(value)),
  };
}
