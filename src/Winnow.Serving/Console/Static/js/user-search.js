// The field in which a user is found: a combobox that asks the server as one types.

import { get } from "./api.js";
import { h, newId, put } from "./dom.js";
import { plural } from "./format.js";

const pause = 120;      // ms without typing before the server is asked

/** Builds the field. */
export function userSearch(element, onChoose) {
  const listId = newId("users"), list = h("ul", { id: listId, role: "listbox", "aria-label": "Users", hidden: true });
  const input = h("input", {
    type: "search", role: "combobox", id: "user-input", placeholder: "Find a user", autocomplete: "off", spellcheck: "false", "aria-label": "Find a user by the beginning of the id",
    "aria-controls": listId, "aria-expanded": "false", "aria-autocomplete": "list",
  });
  const said = h("span", { class: "unseen", role: "status" });
  element.append(h("kbd", { class: "slash", "aria-hidden": "true" }, "/"), input, list, said);

  let at = -1, timer = 0, asked = null;
  const options = () => [...list.children].filter((child) => child.role === "option" || child.getAttribute("role") === "option");

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (id) => {
    close();
    input.value = "";
    input.blur();
    onChoose(id);
  };
  const mark = (next) => {
    const all = options();
    all[at]?.setAttribute("aria-selected", "false");
    at = next < 0 || all.length === 0 ? -1 : next % all.length;
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    all[at].setAttribute("aria-selected", "true");
    all[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[at].id);
  };
  const show = (children, words) => {
    const kept = options()[at]?.dataset.id;
    put(list, children);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    said.textContent = words;
    at = -1;
    mark(options().findIndex((found) => found.dataset.id === kept));      // who was marked stays so while one types on
  };
  const search = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const { users } = await get("users", { query: input.value, limit: 12 }, asked.signal);
      if (document.activeElement !== input) return;
      if (users.length > 0) show(users.map(option), plural(users.length, "user"));
      else show(h("li", { class: "nobody" }, "No such user is known. Enter asks for one all the same."), "No user");
    } catch (error) {
      if (error.name !== "AbortError") show(h("li", { class: "nobody" }, `${error.title}. ${error.message}`), error.title);
    }
  };
  const option = (user) => h("li", { role: "option", id: newId("user"), "aria-selected": "false", "data-id": user.id, onmousedown: (event) => { event.preventDefault(); choose(user.id); } },
    h("span", { class: "id" }, user.id), h("span", { class: "soft" }, [plural(user.history, "item"), user.about].filter(Boolean).join(" · ")));

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, pause); });
  input.addEventListener("focus", search);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark((at <= 0 ? options().length : at) - 1);
    else if (event.key === "Enter" && (at >= 0 || input.value)) choose(at >= 0 ? options()[at].dataset.id : input.value);
    else if (event.key === "Escape") input.blur();
    else return;
    event.preventDefault();
  });
  return { focus: () => input.focus() };
}
