// The address says what is shown: #/view?user=…&…

const changed = new Set();

export function here() {
  const [view, query] = location.hash.replace(/^#\/?/, "").split("?");
  return { view: view || "funnel", query: Object.fromEntries(new URLSearchParams(query ?? "")) };
}

/** Goes to a view; what is null is left out of the address. */
export function go(view, query = {}) {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== ""));
  location.hash = `/${view}${given.size > 0 ? `?${given}` : ""}`;
}

/** The present view with some of its query changed. */
export const change = (query) => go(here().view, { ...here().query, ...query });

export const onChange = (listener) => changed.add(listener);

addEventListener("hashchange", () => {
  if (!location.hash.startsWith("#/") && location.hash !== "") return;      // #main of the skip link
  for (const listener of changed) listener();
});
