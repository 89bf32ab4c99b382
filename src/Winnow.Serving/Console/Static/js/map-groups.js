// Ways to group the points of a map: by text, or numbers cut into five parts of equal size.

import { feature } from "./format.js";

const parts = 5;

/** Of each colouring: name, groups (name, count) and the numbers of the groups of each point. */
export function groupings(map) {
  return map.colourings.map((colouring) => (colouring.texts ? byText(colouring) : byNumber(colouring)));
}

function byText({ name, texts, values }) {
  const groups = texts.map((text) => ({ name: text, count: 0 }));
  for (const ofPoint of values) for (const group of ofPoint) groups[group].count++;
  return { name, ordered: false, groups, values };
}

function byNumber({ name, numbers }) {
  const sorted = numbers.filter((x) => x !== null).sort((a, b) => a - b);
  const cuts = [...new Set(Array.from({ length: parts - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / parts)]))];
  const partOf = (x) => cuts.filter((cut) => x >= cut).length;
  const values = numbers.map((x) => (x === null ? [] : [partOf(x)]));
  const groups = Array.from({ length: cuts.length + 1 }, (_, i) => {
    const within = sorted.filter((x) => partOf(x) === i);
    const [low, high] = [within[0], within[within.length - 1]];
    return { name: within.length === 0 ? "–" : low === high ? feature(low) : `${feature(low)} – ${feature(high)}`, count: within.length };
  });
  return { name, ordered: true, groups, values };
}
