// Colours of groups: eight that differ for the most frequent texts, a scale for numbers, grey for the rest.

import { colour, isDark } from "./theme.js";

const distinct = 8;
const scales = { light: ["#9cc7e3", "#5fa3cd", "#2f7fb3", "#145a8a", "#0a3557"], dark: ["#1f4e70", "#2f76a6", "#4d9fd2", "#86c5ee", "#cbe8fc"] };

/** The class of a group's swatch. */
export const swatch = (grouping, group) => (grouping.ordered ? `scale-${group}` : group < distinct ? `c${group}` : "other");

/** A function from the number of a group to its colour, as the theme is now. */
export function palette(grouping) {
  const rest = colour("quiet");
  if (!grouping) return () => rest;
  const colours = grouping.ordered ? scales[isDark() ? "dark" : "light"] : Array.from({ length: distinct }, (_, i) => colour(`c${i}`));
  return (group) => colours[group] ?? rest;
}
