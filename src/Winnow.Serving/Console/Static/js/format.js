// Numbers and times as people read them.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const minus = (text) => text.replace("-", "−");

export const count = (n) => whole.format(n);
export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
export const score = (x) => (x === null || x === undefined ? "–" : minus(Math.abs(x) >= 100 ? whole.format(x) : x.toFixed(Math.abs(x) < 0.01 && x !== 0 ? 4 : 2)));
export const signed = (x) => (x === null ? "–" : x < 0 ? score(x) : `+${score(x)}`);
export const percent = (share) => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
export const milliseconds = (ms) => (ms === null || ms === undefined ? "–" : ms < 0.095 ? "<0.1 ms" : ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10000 ? `${whole.format(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
export const timeOfDay = (iso) => clock.format(new Date(iso));
/** A day; none of 1970, where logs lie that only number their events. */
export const date = (iso) => (iso.startsWith("1970") ? "" : calendar.format(new Date(iso)));
export const dayAndTime = (iso) => day.format(new Date(iso));

/** A feature's value: lists with commas, years and other whole numbers without separators. */
export const feature = (value) => (Array.isArray(value) ? value.join(", ") : typeof value === "number" ? minus(String(+value.toPrecision(6))) : value);

const titles = ["title", "name", "label", "description"];

/** What is known of an item besides its title, in one line. */
export const about = (features) => Object.entries(features).filter(([name]) => !titles.includes(name)).map(([, value]) => feature(value)).join(" · ");

const stages = { recall: "Recall", preRank: "Pre-rank", rank: "Rank", reRank: "Re-rank", rules: "Rules" };
export const stage = (name) => stages[name] ?? name;

/** Whether it is a stage of the funnel, rather than what comes before it: finding the user. */
export const isStage = (name) => name in stages;
