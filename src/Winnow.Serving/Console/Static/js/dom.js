// Elements in one call. Text is always text: nothing here reads markup.

const svgNamespace = "http://www.w3.org/2000/svg";

/** An HTML element: h("a", { href: "#", class: "x", onclick: f }, "text", child, …). Null children and attributes are left out. */
export const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

/** An SVG element, likewise. */
export const s = (name, attributes, ...children) => fill(document.createElementNS(svgNamespace, name), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts other children in place of those of an element. */
export const put = (element, ...children) => element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));

let last = 0;

/** A new id for aria references. */
export const newId = (prefix) => `${prefix}-${++last}`;

/** Calls back with the width of an element now and whenever it changes. */
export function onWidth(element, draw) {
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now > 0 && now !== width) draw((width = now));
  }).observe(element);
}
