// Day and night: as the system says, until a choice is made.

const place = "winnow.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set();

export const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";

/** Calls back whenever day turns to night or back: what is drawn on a canvas must be drawn again. */
export const onTheme = (listener) => listeners.add(listener);

/** A colour of the style sheet, by the name of its variable. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export function toggle() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem(place, document.documentElement.dataset.theme);
  tell();
}

export function start(button) {
  const label = () => {
    button.textContent = isDark() ? "☀" : "☾";
    button.setAttribute("aria-label", isDark() ? "Light theme" : "Dark theme");
  };
  button.addEventListener("click", toggle);
  onTheme(label);
  dark.addEventListener("change", tell);
  label();
}

function tell() {
  for (const listener of listeners) listener();
}
